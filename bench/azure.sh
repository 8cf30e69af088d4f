#!/usr/bin/env bash
# Measures start and throughput of both Functions workers, and compares them with the floor: bench/results/azure.json. Then measures the
# same listing over HTTP, through the stand-in, on our own worker.
# Usage: bench/azure.sh [--spawns N] [--peer NAME=FOLDER]...   (FOLDER: the folder of a function app, such as "official, JIT=artifacts/bin/AzureHost/release")
set -euo pipefail

cd "$(dirname "$0")/.."
source bench/redis.sh
command="bench/azure.sh $*" spawns=30 app=build/azure-aot workers=(--worker "ours=build/azure-aot" --worker "official, ReadyToRun=build/azure")
while [ $# -gt 0 ]; do
    case $1 in
        --spawns) spawns=$2 ;;
        --peer) workers+=(--worker "$2") ;;
        *) echo "Usage: bench/azure.sh [--spawns N] [--peer NAME=FOLDER]..."; exit 1 ;;
    esac
    shift 2
done
folder=$(mktemp -d)
trap 'kill $(jobs -p) 2> /dev/null || true; wait; rm -rf "$folder"' EXIT

dotnet publish bench/Floor --configuration Release --output build/floor --verbosity quiet
for project in bench/WorkerStart tools/FunctionsLocal; do
    dotnet build "$project" --configuration Release --verbosity quiet > "$folder/build.log" || { cat "$folder/build.log"; exit 1; }
done

port=$(free_port)
redis "$port" --port "$port"
# The program runs in the background, so that this script reacts to a signal at once and not only at the end of the run.
artifacts/bin/WorkerStart/release/worker-start --floor build/floor/floor "${workers[@]}" --spawns "$spawns" --redis "redis://127.0.0.1:$port" > "$folder/worker.json" 2> "$folder/worker.log" &
wait $! || { cat "$folder/worker.log"; exit 1; }
bench/record.py azure "$command" < "$folder/worker.json"

printf '#!/bin/sh\nexec artifacts/bin/FunctionsLocal/release/functions-local --app "%s"\n' "$app" > "$folder/server"
chmod +x "$folder/server"
bench/throughput.py azure-http 5 5 "ours=$folder/server" &
wait $!
