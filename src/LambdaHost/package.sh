#!/usr/bin/env bash
# Publishes the Lambda host with Native AOT and packs build/handler.zip: bootstrap and the CA bundle.
# Usage: src/LambdaHost/package.sh x64|arm64
set -euo pipefail

cd "$(dirname "$0")/../.."
. src/native-aot.sh
arch=$1
certificates=/usr/share/ca-certificates/mozilla

# The roots that the servers chain to which the function calls: Upstash (Let's Encrypt, Google Trust Services) and AWS.
roots="ISRG_Root_X1 ISRG_Root_X2 GTS_Root_R1 GTS_Root_R2 GTS_Root_R3 GTS_Root_R4
    Amazon_Root_CA_1 Amazon_Root_CA_2 Amazon_Root_CA_3 Amazon_Root_CA_4 Starfield_Services_Root_Certificate_Authority_-_G2"

need_native_tools "$arch"
[ -d "$certificates" ] || need "$certificates" ca-certificates

rm -f build/handler.zip
publish src/LambdaHost "$arch" build/lambda
check_glibc build/lambda/bootstrap

for root in $roots; do cat "$certificates/$root.crt"; done > build/lambda/ca.pem
(cd build/lambda && zip -9 -X -q ../handler.zip bootstrap ca.pem)
echo "build/handler.zip: $(stat -c %s build/handler.zip) bytes, bootstrap $(stat -c %s build/lambda/bootstrap) bytes for linux-$arch, glibc $glibc"
