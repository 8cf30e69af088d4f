#!/usr/bin/env bash
# Publishes the function app with Microsoft's worker. build/azure is the app's folder. build/azure.zip is the package to deploy.
# Usage: src/AzureHost/package.sh x64|arm64
set -euo pipefail

cd "$(dirname "$0")/../.."
. src/native-aot.sh
arch=$1

# If one of these files is missing, the Functions host finds no function and answers every request with 404.
files="lessons-functions.dll functions.metadata host.json worker.config.json extensions.json .azurefunctions/Microsoft.Azure.WebJobs.Extensions.FunctionMetadataLoader.dll"

need "command -v zip" zip
report_missing

rm -f build/azure.zip build/azure.linux-*
publish src/AzureHost "$arch" build/azure
for file in $files; do [ -s "build/azure/$file" ] || { echo "build/azure/$file is missing or empty."; exit 1; }; done
set_modes build/azure
printf '%s' "${LESSONS_FILE:-}" > "build/azure.linux-$arch" # make reads this file to find the catalogue of this build
(cd build/azure && zip -9 -X -q -r ../azure.zip .)
chmod 644 build/azure.zip
echo "build/azure.zip: $(stat -c %s build/azure.zip) bytes for linux-$arch"
