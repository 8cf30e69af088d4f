#!/usr/bin/env bash
# Publishes the plain server with Native AOT to FOLDER: lessons-server, and the catalogue of lessons if a catalogue exists.
# Usage: [OPENSSL=static|system] [OTLP=false|true] src/KestrelHost.NativeAot/package.sh x64|arm64 FOLDER
# OPENSSL=static, the default, links the OpenSSL of the build machine into the program. With OPENSSL=system the program loads the
# OpenSSL of the machine on which the program runs. OTLP=true adds the exporter of metrics and traces.
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
