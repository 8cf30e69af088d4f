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

# The static libraries of the target's architecture. On another architecture's machine apt-get has them after
# dpkg --add-architecture and apt-get update.
need_openssl() { # x64|arm64
    local debian multiarch
    case $1 in arm64) debian=arm64 multiarch=aarch64-linux-gnu ;; *) debian=amd64 multiarch=x86_64-linux-gnu ;; esac
    need "command -v cmake" cmake
    need "[ -f /usr/lib/$multiarch/libcrypto.a ]" "libssl-dev:$debian"
    [ -z "$missing" ] || advice=" OPENSSL=system builds without cmake and libssl-dev: the start over TLS is then slower."
    # For cmake, which compiles .NET's part of it.
    [ "$(uname -m)-linux-gnu" = "$multiarch" ] || export CFLAGS="--target=$multiarch"
}

find_openssl_version() { # program; sets $openssl_version
    openssl_version=$(grep -a -o -m 1 'OpenSSL [1-9]\.[0-9.]* [0-9]* [A-Z][a-z]* [0-9]*' "$1" | head -1)
    [ -n "$openssl_version" ] || { echo "$1 holds no OpenSSL." >&2; exit 1; }
}

report_missing() { # ends the script where something is missing
    [ -z "$missing" ] && return
    echo "Missing here. On Debian or Ubuntu: apt-get install$missing. Elsewhere build in a Linux container: see the README.${advice:-}" >&2
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
