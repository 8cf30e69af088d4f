# The functions that each Native AOT host's package.sh uses. The package.sh sources this file. The hosts' clouds have at least glibc
# 2.34: Amazon Linux 2023 has 2.34; the images of the Functions host's repository have 2.35 (CBL-Mariner 2), 2.36 (Debian 12) and 2.38
# (Azure Linux 3). A program that was linked on Debian 12 needs at most 2.34. A newer distribution links newer symbols.
max_glibc=2.34

missing=""

need() { # command that fails if the package is missing, Debian package
    eval "$1" > /dev/null || missing="$missing $2"
}

need_native_tools() { # x64|arm64
    need "command -v clang" clang
    need "command -v readelf" binutils
    need "command -v zip" zip
    need "[ -f /usr/include/zlib.h ]" zlib1g-dev
    case $1-$(uname -m) in
        x64-x86_64 | arm64-aarch64) ;;
        arm64-*) need "command -v aarch64-linux-gnu-gcc" "gcc-aarch64-linux-gnu libc6-dev-arm64-cross" ;;
        x64-*) need "command -v x86_64-linux-gnu-gcc" "gcc-x86-64-linux-gnu libc6-dev-amd64-cross" ;;
        *) echo "ARCH must be x64 or arm64, not $1." >&2; exit 1 ;;
    esac
    report_missing
}

multiarch() { # x64|arm64
    case $1 in arm64) echo aarch64-linux-gnu ;; *) echo x86_64-linux-gnu ;; esac
}

need_openssl() { # x64|arm64
    local before=$missing target
    target=$(multiarch "$1")
    need "command -v cmake" cmake
    need "[ -f /usr/lib/$(uname -m)-linux-gnu/libcrypto.a ]" libssl-dev
    need "[ -f /usr/lib/$target/libcrypto.a ]" "libssl-dev:$([ "$1" = arm64 ] && echo arm64 || echo amd64)"
    [ "$missing" = "$before" ] || advice=" Packages of another architecture need dpkg --add-architecture and apt-get update first. OPENSSL=system builds without cmake and libssl-dev, but its program then starts more slowly over TLS."
    # cmake uses CFLAGS to compile .NET's part of OpenSSL. OpenSsl.props uses CFLAGS to compile provider.c.
    [ "$(uname -m)-linux-gnu" = "$target" ] || export CFLAGS="${CFLAGS:-} --target=$target"
}

# The linker's target compares file times. A newer OpenSSL can have an older file time, and build options have no file time. So a build
# with another OpenSSL or with other options first deletes the compiler's output.
forget_other_build() { # x64|arm64, static|system, folder of the compiler's output
    local mark=$3.build now="$2 ${OTLP:-} ${PositionIndependentExecutable:-} ${UseSubstitutions:-}"
    [ "$2" = system ] || now="$now $(cat "/usr/lib/$(multiarch "$1")"/lib{ssl,crypto}.a /usr/include/openssl/opensslv.h | sha256sum)"
    [ "$(cat "$mark" 2> /dev/null)" = "$now" ] && return
    rm -rf "$3"
    mkdir -p "$(dirname "$mark")"
    printf '%s' "$now" > "$mark"
}

# The version text inside the program, and Debian's revision. The text does not contain the revision.
find_openssl_version() { # program, x64|arm64; sets $openssl_version
    openssl_version=$(grep -a -o -m 1 'OpenSSL [1-9]\.[0-9.]* [0-9]* [A-Z][a-z]* [0-9]*' "$1" | head -1) || true
    [ -n "$openssl_version" ] || { echo "$1 contains no OpenSSL." >&2; exit 1; }
    local revision
    revision=$(dpkg-query -W -f '${Version}' "libssl-dev:$([ "$2" = arm64 ] && echo arm64 || echo amd64)" 2> /dev/null) || true
    openssl_version="$openssl_version${revision:+ (libssl-dev $revision)}"
}

check_option() { # name, value, the two values that are allowed
    case $2 in "$3" | "$4") ;; *) echo "$1 must be $3 or $4, not $2." >&2; exit 1 ;; esac
}

# Publishes a program that links OpenSSL statically or loads it at run time. Sets $glibc and $openssl_version.
publish_with_openssl() { # static|system, project, x64|arm64, folder, program, options of dotnet publish...
    local openssl=$1 project=$2 arch=$3 folder=$4 program=$4/$5
    shift 5
    forget_other_build "$arch" "$openssl" "artifacts/obj/$(basename "$project")/release_linux-$arch"
    publish "$project" "$arch" "$folder" -p:StaticOpenSslLinking="$([ "$openssl" = static ] && echo true || echo false)" "$@"
    check_glibc "$program"
    openssl_version="OpenSSL of the system"
    [ "$openssl" = system ] || find_openssl_version "$program" "$arch"
}

report_missing() { # exits when a package is missing
    [ -z "$missing" ] && return
    echo "Packages are missing. On Debian or Ubuntu: apt-get install$missing. Elsewhere, build in a Linux container: see docs/deploy-aws.md.${advice:-}" >&2
    exit 1
}

# Lambda and Functions do not run the program as the user who built it. So every user needs access.
set_modes() { # folder, programs...
    find "$1" -type d -exec chmod 755 {} +
    find "$1" -type f -exec chmod 644 {} +
    local folder=$1
    shift
    for program in "$@"; do chmod 755 "$folder/$program"; done
}

publish() { # project, x64|arm64, folder, options of dotnet publish...
    local project=$1 arch=$2 folder=$3
    shift 3
    rm -rf "$folder"
    dotnet publish "$project" --configuration Release --runtime "linux-$arch" --output "$folder" "$@"
    rm -f "$folder"/*.dbg "$folder"/*.pdb "$folder"/*.xml
}

check_glibc() { # program; sets $glibc
    glibc=$(readelf --version-info --wide "$1" | grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -1 | cut -d_ -f2)
    if [ "$(printf '%s\n' "$glibc" "$max_glibc" | sort -V | tail -1)" != "$max_glibc" ]; then
        echo "$(basename "$1") needs glibc $glibc, but its platform may have only $max_glibc. Build on an older distribution, such as Debian 12." >&2
        exit 1
    fi
}
