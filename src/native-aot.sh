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

report_missing() { # ends the script where something is missing
    [ -z "$missing" ] && return
    echo "Missing here. On Debian or Ubuntu: apt-get install$missing. Elsewhere build in a Linux container: see the README." >&2
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

publish() { # project, x64|arm64, folder
    rm -rf "$3"
    dotnet publish "$1" --configuration Release --runtime "linux-$2" --output "$3"
    rm -f "$3"/*.dbg "$3"/*.pdb "$3"/*.xml
}

check_glibc() { # program; sets $glibc
    glibc=$(readelf --version-info --wide "$1" | grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -1 | cut -d_ -f2)
    if [ "$(printf '%s\n' "$glibc" "$max_glibc" | sort -V | tail -1)" != "$max_glibc" ]; then
        echo "$(basename "$1") needs glibc $glibc, but its platform may have no more than $max_glibc: build on an older distribution, such as Debian 12." >&2
        exit 1
    fi
}
