#!/usr/bin/env bash
# Publishes the plain server with Native AOT to FOLDER: lessons-server, and the catalogue of lessons if there is one.
# Usage: [OPENSSL=static|system] [OTLP=false|true] src/KestrelHost.NativeAot/package.sh x64|arm64 FOLDER
# static, the default, links this machine's OpenSSL in. With system the program loads the one of the machine that it runs on.
# OTLP=true links the exporter of metrics and traces in.
set -euo pipefail

cd "$(dirname "$0")/../.."
. src/native-aot.sh
arch=$1 folder=$2 openssl=${OPENSSL:-static} otlp=${OTLP:-false}

case $openssl in static | system) ;; *) echo "OPENSSL must be static or system, not $openssl." >&2; exit 1 ;; esac
case $otlp in true | false) ;; *) echo "OTLP must be true or false, not $otlp." >&2; exit 1 ;; esac
[ "$openssl" = system ] || need_openssl "$arch"
need_native_tools "$arch"

forget_other_build "$arch" "$openssl" "artifacts/obj/KestrelHost.NativeAot/release_linux-$arch"
publish src/KestrelHost.NativeAot "$arch" "$folder" -p:Otlp="$otlp" -p:StaticOpenSslLinking="$([ "$openssl" = static ] && echo true || echo false)"
check_glibc "$folder/lessons-server"
[ "$openssl" = system ] || find_openssl_version "$folder/lessons-server" "$arch"
set_modes "$folder" lessons-server
echo "$folder/lessons-server: $(stat -c %s "$folder/lessons-server") bytes for linux-$arch, glibc $glibc, ${openssl_version:-OpenSSL of the system}"
