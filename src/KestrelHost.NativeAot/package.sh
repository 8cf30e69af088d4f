#!/usr/bin/env bash
# Publishes the plain server with Native AOT to FOLDER: lessons-server, and the catalogue of lessons if there is one.
# Usage: [OPENSSL=static|system] [OTLP=false|true] src/KestrelHost.NativeAot/package.sh x64|arm64 FOLDER
# static, the default, links this machine's OpenSSL in. With system the program loads the one of the machine that it runs on.
# OTLP=true links the exporter of metrics and traces in.
set -euo pipefail

cd "$(dirname "$0")/../.."
. src/native-aot.sh
arch=$1 folder=$2 openssl=${OPENSSL:-static} otlp=${OTLP:-false}

check_option OPENSSL "$openssl" static system
check_option OTLP "$otlp" true false
[ "$openssl" = system ] || need_openssl "$arch"
need_native_tools "$arch"

publish_with_openssl "$openssl" src/KestrelHost.NativeAot "$arch" "$folder" lessons-server -p:Otlp="$otlp"
set_modes "$folder" lessons-server
echo "$folder/lessons-server: $(stat -c %s "$folder/lessons-server") bytes for linux-$arch, glibc $glibc, $openssl_version"
