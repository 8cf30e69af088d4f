#!/bin/sh
# Installs what the larger make targets need, and nothing where all of it is there. Where no known package manager is,
# it says what is missing.
set -eu

missing=""

need() { # whether it is there, the package's name for this system
    eval "$1" > /dev/null 2>&1 || missing="$missing $2"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

if command -v apt-get > /dev/null; then
    need "command -v redis-server" redis-server
    need "command -v clang" clang
    need "command -v readelf" binutils
    need "command -v zip" zip
    need "command -v python3" python3
    need "[ -f /usr/include/zlib.h ]" zlib1g-dev
    need "[ -d /usr/share/ca-certificates/mozilla ]" ca-certificates
    need "command -v cmake" cmake
    need "[ -f /usr/lib/$(uname -m)-linux-gnu/libcrypto.a ]" libssl-dev
    # The other architecture's program: built here, and run under an emulator.
    if [ "$(uname -m)" = x86_64 ]; then
        need "command -v aarch64-linux-gnu-gcc" "gcc-aarch64-linux-gnu libc6-dev-arm64-cross"
        need "command -v qemu-aarch64" qemu-user
        # Ubuntu keeps packages of arm64 on another server.
        if grep -qs '^ID=debian' /etc/os-release; then
            need "[ -f /usr/lib/aarch64-linux-gnu/libcrypto.a ]" libssl-dev:arm64
        elif [ ! -f /usr/lib/aarch64-linux-gnu/libcrypto.a ]; then
            echo "Missing here: OpenSSL for arm64. make smoke-arm64 needs OPENSSL=system then."
        fi
    fi
    # Ubuntu's Chromium is a snap, which is no program that a test can start.
    if grep -qs '^ID=debian' /etc/os-release; then
        need '[ -n "${CHROMIUM:-}" ] || command -v chromium' chromium
        need "ls /usr/share/fonts/*/inter" fonts-inter
    elif [ -z "${CHROMIUM:-}" ]; then
        echo "Missing here: Chromium. With CHROMIUM=/path/to/chrome the browser tests run."
    fi
    [ -n "$missing" ] || exit 0
    echo "Installing$missing"
    case $missing in *:arm64*) as_root dpkg --add-architecture arm64 ;; esac
    as_root apt-get update -qq
    # RUNLEVEL=1 keeps redis-server's package from starting a server of its own.
    as_root env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends $missing > /dev/null
elif command -v dnf > /dev/null; then
    need "command -v redis-server" redis
    need "command -v clang" clang
    need "command -v readelf" binutils
    need "command -v zip" zip
    need "command -v python3" python3
    need "[ -f /usr/include/zlib.h ]" zlib-devel
    need '[ -n "${CHROMIUM:-}" ] || command -v chromium' chromium
    [ -z "$missing" ] || as_root dnf install -y -q $missing
    [ "$(uname -m)" = aarch64 ] || echo "Missing here: a cross compiler and libraries for arm64 with glibc, and qemu-user. make smoke-arm64, test-published and test-all need them: run these in a Debian container."
else
    echo "No apt-get and no dnf here. The larger targets need: redis-server, clang, binutils, zip, zlib's headers, python3, Chromium (or CHROMIUM=/path/to/chrome)."
fi
