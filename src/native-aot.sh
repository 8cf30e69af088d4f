# What the package.sh of each Native AOT host needs; it reads this file. The hosts' clouds have at least glibc 2.34:
# Amazon Linux 2023 has just that, the images of the Functions host's repository 2.35 (CBL-Mariner 2), 2.36 (Debian 12)
# and 2.38 (Azure Linux 3). Debian 12 links nothing above 2.34; a newer distribution does.
max_glibc=2.34

need() { # program, Debian package
    command -v "$1" > /dev/null || { echo "$1 is missing. On Debian or Ubuntu: apt-get install $2. Elsewhere build in a Linux container: see the README."; exit 1; }
}

need_native_tools() { # x64|arm64
    need clang clang
    need readelf binutils
    need zip zip
    [ -f /usr/include/zlib.h ] || need zlib.h zlib1g-dev
    if [ "$1" = arm64 ] && [ "$(uname -m)" != aarch64 ]; then need aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu; fi
}

publish() { # project, x64|arm64, folder
    rm -rf "$3"
    dotnet publish "$1" --configuration Release --runtime "linux-$2" --output "$3"
    rm -f "$3"/*.dbg "$3"/*.pdb "$3"/*.xml
}

check_glibc() { # program; sets $glibc
    glibc=$(readelf --version-info --wide "$1" | grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -1 | cut -d_ -f2)
    if [ "$(printf '%s\n' "$glibc" "$max_glibc" | sort -V | tail -1)" != "$max_glibc" ]; then
        echo "$(basename "$1") needs glibc $glibc, but its platform may have no more than $max_glibc: build on an older distribution, such as Debian 12."
        exit 1
    fi
}
