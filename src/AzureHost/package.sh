#!/usr/bin/env bash
# Publishes the Azure worker with Native AOT: build/azure is a function app's folder, build/azure.zip the same to deploy.
# Usage: src/AzureHost/package.sh x64|arm64
set -euo pipefail

cd "$(dirname "$0")/../.."
. src/native-aot.sh
arch=$1

# The host finds no function without any one of these, and says so only as 404.
files="lessons-worker host.json worker.config.json extensions.json .azurefunctions/Microsoft.Azure.WebJobs.Extensions.FunctionMetadataLoader.dll"

need_native_tools "$arch"

rm -f build/azure.zip build/azure.linux-*
publish src/AzureHost "$arch" build/azure
for file in $files; do [ -s "build/azure/$file" ] || { echo "build/azure lacks $file."; exit 1; }; done
[ -x build/azure/lessons-worker ] || { echo "build/azure/lessons-worker has no run bit."; exit 1; }
check_glibc build/azure/lessons-worker

set_modes build/azure lessons-worker
# On Linux zip keeps the modes.
printf '%s' "${LESSONS_FILE:-}" > "build/azure.linux-$arch" # for make: the catalogue of this build
(cd build/azure && zip -9 -X -q ../azure.zip $files $(ls lessons.json 2> /dev/null))
chmod 644 build/azure.zip
echo "build/azure.zip: $(stat -c %s build/azure.zip) bytes, lessons-worker $(stat -c %s build/azure/lessons-worker) bytes for linux-$arch, glibc $glibc"
