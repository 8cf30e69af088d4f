#!/usr/bin/env bash
# Measures the time from `dotnet run`, already built, with the embedded Redis, to the first response: bench/results/start.json.
# Usage: bench/start.sh [RUNS]
set -euo pipefail

cd "$(dirname "$0")/.."
source bench/redis.sh
runs=${1:-10}
root=$PWD project=$PWD/src/KestrelHost
folder=$(mktemp -d)
trap 'kill $(jobs -p) 2> /dev/null || true; wait; rm -rf "$folder"' EXIT
port=$(free_port)

dotnet build "$project" --verbosity quiet > /dev/null
cd "$folder"
times=()
for _ in $(seq "$runs"); do
    begin=$(date +%s%N)
    PORT=$port dotnet run --no-build --project "$project" > log &
    until curl --silent --output /dev/null "http://127.0.0.1:$port/login?userId=x"; do
        kill -0 $! || { cat log >&2; exit 1; }
        sleep 0.01
    done
    times+=("$((($(date +%s%N) - begin) / 1000000))")
    kill $!
    wait $! || true
done
echo "{\"ours\": {\"firstAnswerMs\": [$(IFS=,; echo "${times[*]}")]}}" | "$root/bench/record.py" start "bench/start.sh $runs"
