#!/bin/sh
# Installs the packages that the larger make targets need, if any is missing. On a system without a known package manager, the
# script prints what the targets need.
set -eu

missing=""

need() { # a command that succeeds if the package is installed, the package's name
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
    # The program for arm64 is built here, and runs under an emulator.
    if [ "$(uname -m)" = x86_64 ]; then
        need "command -v aarch64-linux-gnu-gcc" "gcc-aarch64-linux-gnu libc6-dev-arm64-cross"
        need "command -v qemu-aarch64" qemu-user
        # Ubuntu has the packages for arm64 on another server.
        if grep -qs '^ID=debian' /etc/os-release; then
            need "[ -f /usr/lib/aarch64-linux-gnu/libcrypto.a ]" libssl-dev:arm64
        elif [ ! -f /usr/lib/aarch64-linux-gnu/libcrypto.a ]; then
            echo "Not installed: OpenSSL for arm64. Without it, run make smoke-arm64 with OPENSSL=system."
        fi
    fi
    # Ubuntu's Chromium is a snap, and a test cannot start a snap.
    if grep -qs '^ID=debian' /etc/os-release; then
        need '[ -n "${CHROMIUM:-}" ] || command -v chromium' chromium
        need "ls /usr/share/fonts/*/inter" fonts-inter
    elif [ -z "${CHROMIUM:-}" ]; then
        echo "Not installed: Chromium. To run the browser tests, set CHROMIUM=/path/to/chrome."
    fi
    [ -n "$missing" ] || exit 0
    echo "Installing$missing"
    case $missing in *:arm64*) as_root dpkg --add-architecture arm64 ;; esac
    as_root apt-get update -qq
    # With RUNLEVEL=1 the package of redis-server does not start a server.
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
    [ "$(uname -m)" = aarch64 ] || echo "Not installed: a cross compiler and libraries for arm64 with glibc, and qemu-user. make smoke-arm64, test-published and test-all need them. Run these targets in a Debian container."
else
    echo "There is no apt-get and no dnf. Install what the larger targets need: redis-server, clang, binutils, zip, zlib's headers, python3, Chromium (or CHROMIUM=/path/to/chrome)."
fi
