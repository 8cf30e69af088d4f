# What the package.sh of each Native AOT host needs; it reads this file. The hosts' clouds have at least glibc 2.34:
# Amazon Linux 2023 has just that, the images of the Functions host's repository 2.35 (CBL-Mariner 2), 2.36 (Debian 12)
# and 2.38 (Azure Linux 3). Debian 12 links nothing above 2.34; a newer distribution does.
max_glibc=2.34

missing=""

need() { # whether it is there, Debian package
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
    [ "$missing" = "$before" ] || advice=" Packages of another architecture need dpkg --add-architecture and apt-get update first. OPENSSL=system builds without cmake and libssl-dev, and the program then starts slower over TLS."
    # For cmake, which compiles .NET's part of it, and for provider.c.
    [ "$(uname -m)-linux-gnu" = "$target" ] || export CFLAGS="${CFLAGS:-} --target=$target"
}

# The linker's target compares times, and a newer OpenSSL can have an older one; options of a build have none. So a build with
# another OpenSSL or with other options begins anew.
forget_other_build() { # x64|arm64, static|system, folder of what the compiler made
    local mark=$3.build now="$2 ${OTLP:-} ${PositionIndependentExecutable:-} ${UseSubstitutions:-}"
    [ "$2" = system ] || now="$now $(cat "/usr/lib/$(multiarch "$1")"/lib{ssl,crypto}.a /usr/include/openssl/opensslv.h | sha256sum)"
    [ "$(cat "$mark" 2> /dev/null)" = "$now" ] && return
    rm -rf "$3"
    mkdir -p "$(dirname "$mark")"
    printf '%s' "$now" > "$mark"
}

# The program's own text, and Debian's revision of it, which the text does not have.
find_openssl_version() { # program, x64|arm64; sets $openssl_version
    openssl_version=$(grep -a -o -m 1 'OpenSSL [1-9]\.[0-9.]* [0-9]* [A-Z][a-z]* [0-9]*' "$1" | head -1) || true
    [ -n "$openssl_version" ] || { echo "$1 holds no OpenSSL." >&2; exit 1; }
    local revision
    revision=$(dpkg-query -W -f '${Version}' "libssl-dev:$([ "$2" = arm64 ] && echo arm64 || echo amd64)" 2> /dev/null) || true
    openssl_version="$openssl_version${revision:+ (libssl-dev $revision)}"
}

check_option() { # name, value, the two values that it may have
    case $2 in "$3" | "$4") ;; *) echo "$1 must be $3 or $4, not $2." >&2; exit 1 ;; esac
}

# Publishes a program that has OpenSSL linked in or loads it. Sets $glibc and $openssl_version.
publish_with_openssl() { # static|system, project, x64|arm64, folder, program, options of dotnet publish...
    local openssl=$1 project=$2 arch=$3 folder=$4 program=$4/$5
    shift 5
    forget_other_build "$arch" "$openssl" "artifacts/obj/$(basename "$project")/release_linux-$arch"
    publish "$project" "$arch" "$folder" -p:StaticOpenSslLinking="$([ "$openssl" = static ] && echo true || echo false)" "$@"
    check_glibc "$program"
    openssl_version="OpenSSL of the system"
    [ "$openssl" = system ] || find_openssl_version "$program" "$arch"
}

report_missing() { # ends the script where something is missing
    [ -z "$missing" ] && return
    echo "Missing here. On Debian or Ubuntu: apt-get install$missing. Elsewhere build in a Linux container: see docs/deploy-aws.md.${advice:-}" >&2
    exit 1
}

# Lambda and Functions run the program as another user than the one who built it.
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
        echo "$(basename "$1") needs glibc $glibc, but its platform may have no more than $max_glibc: build on an older distribution, such as Debian 12." >&2
        exit 1
    fi
}
