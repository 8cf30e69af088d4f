#!/usr/bin/env bash
# Publishes the Azure worker with Native AOT. build/azure-aot is a function app's folder. build/azure-aot.zip is the package to deploy.
# Usage: src/AzureHost.NativeAot/package.sh x64|arm64
set -euo pipefail

cd "$(dirname "$0")/../.."
. src/native-aot.sh
arch=$1

# If one of these files is missing, the Functions host finds no function and answers every request with 404.
files="lessons-worker host.json worker.config.json extensions.json .azurefunctions/Microsoft.Azure.WebJobs.Extensions.FunctionMetadataLoader.dll"

need_native_tools "$arch"

rm -f build/azure-aot.zip build/azure-aot.linux-*
publish src/AzureHost.NativeAot "$arch" build/azure-aot
for file in $files; do [ -s "build/azure-aot/$file" ] || { echo "build/azure-aot/$file is missing or empty."; exit 1; }; done
[ -x build/azure-aot/lessons-worker ] || { echo "build/azure-aot/lessons-worker has no executable bit."; exit 1; }
check_glibc build/azure-aot/lessons-worker

set_modes build/azure-aot lessons-worker
printf '%s' "${LESSONS_FILE:-}" > "build/azure-aot.linux-$arch" # make reads this file to find the catalogue of this build
# On Linux, zip keeps the file modes.
(cd build/azure-aot && zip -9 -X -q ../azure-aot.zip $files $(ls lessons.json 2> /dev/null))
chmod 644 build/azure-aot.zip
echo "build/azure-aot.zip: $(stat -c %s build/azure-aot.zip) bytes, lessons-worker $(stat -c %s build/azure-aot/lessons-worker) bytes for linux-$arch, glibc $glibc"
