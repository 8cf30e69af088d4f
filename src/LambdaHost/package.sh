#!/usr/bin/env bash
# Publishes the Lambda host with Native AOT and packs build/handler.zip: bootstrap and the CA bundle.
# Usage: src/LambdaHost/package.sh x64|arm64
set -euo pipefail

cd "$(dirname "$0")/../.."
arch=$1
max_glibc=2.34 # Amazon Linux 2023's
certificates=/usr/share/ca-certificates/mozilla

# The roots that the servers chain to which the function calls: Upstash (Let's Encrypt, Google Trust Services) and AWS.
roots="ISRG_Root_X1 ISRG_Root_X2 GTS_Root_R1 GTS_Root_R2 GTS_Root_R3 GTS_Root_R4
    Amazon_Root_CA_1 Amazon_Root_CA_2 Amazon_Root_CA_3 Amazon_Root_CA_4 Starfield_Services_Root_Certificate_Authority_-_G2"

need() { # program, Debian package
    command -v "$1" > /dev/null || { echo "$1 is missing. On Debian or Ubuntu: apt-get install $2. Elsewhere build in a Linux container: see the README."; exit 1; }
}
need clang clang
need readelf binutils
need zip zip
[ -f /usr/include/zlib.h ] || need zlib.h zlib1g-dev
[ -d "$certificates" ] || need "$certificates" ca-certificates
if [ "$arch" = arm64 ] && [ "$(uname -m)" != aarch64 ]; then need aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu; fi

rm -rf build/lambda build/handler.zip
dotnet publish src/LambdaHost --configuration Release --runtime "linux-$arch" --output build/lambda
rm -f build/lambda/*.dbg build/lambda/*.pdb build/lambda/*.xml

glibc=$(readelf --version-info --wide build/lambda/bootstrap | grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -1 | cut -d_ -f2)
if [ "$(printf '%s\n' "$glibc" "$max_glibc" | sort -V | tail -1)" != "$max_glibc" ]; then
    echo "bootstrap needs glibc $glibc, but Lambda's has $max_glibc: build on an older distribution, such as Debian 12."
    exit 1
fi

for root in $roots; do cat "$certificates/$root.crt"; done > build/lambda/ca.pem
(cd build/lambda && zip -9 -X -q ../handler.zip bootstrap ca.pem)
echo "build/handler.zip: $(stat -c %s build/handler.zip) bytes, bootstrap $(stat -c %s build/lambda/bootstrap) bytes for linux-$arch, glibc $glibc"
