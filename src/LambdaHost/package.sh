#!/usr/bin/env bash
# Publishes the Lambda host with Native AOT to FOLDER/lambda and packs FOLDER/handler.zip: bootstrap, the CA bundle,
# and the catalogue of lessons if there is one.
# Usage: [OPENSSL=static|system] src/LambdaHost/package.sh x64|arm64 FOLDER
# static, the default, links the OpenSSL of this machine into the program. With system, the program loads the platform's OpenSSL.
set -euo pipefail

cd "$(dirname "$0")/../.."
. src/native-aot.sh
arch=$1 folder=$2 openssl=${OPENSSL:-static}
certificates=/usr/share/ca-certificates/mozilla

# The root certificates of the servers that the function calls: Upstash (Let's Encrypt, Google Trust Services) and AWS.
roots="ISRG_Root_X1 ISRG_Root_X2 GTS_Root_R1 GTS_Root_R2 GTS_Root_R3 GTS_Root_R4
    Amazon_Root_CA_1 Amazon_Root_CA_2 Amazon_Root_CA_3 Amazon_Root_CA_4 Starfield_Services_Root_Certificate_Authority_-_G2"

check_option OPENSSL "$openssl" static system
need "[ -d $certificates ]" ca-certificates
[ "$openssl" = system ] || need_openssl "$arch"
need_native_tools "$arch"

rm -f "$folder/handler.zip"
publish_with_openssl "$openssl" src/LambdaHost "$arch" "$folder/lambda" bootstrap

for root in $roots; do cat "$certificates/$root.crt"; done > "$folder/lambda/ca.pem"
set_modes "$folder/lambda" bootstrap
(cd "$folder/lambda" && zip -9 -X -q ../handler.zip bootstrap ca.pem $(ls lessons.json 2> /dev/null))
printf '%s' "${LESSONS_FILE:-}" > "$folder/lambda/linux-$arch" # make compares this text with the catalogue's path
chmod 644 "$folder/handler.zip"
echo "$folder/handler.zip: $(stat -c %s "$folder/handler.zip") bytes, bootstrap $(stat -c %s "$folder/lambda/bootstrap") bytes for linux-$arch, glibc $glibc, $openssl_version"
