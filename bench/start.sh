#!/usr/bin/env bash
# Time from `dotnet run` (after a build, embedded Redis) to its first answer. Usage: bench/start.sh [RUNS]
set -euo pipefail

cd "$(dirname "$0")/.."
runs=${1:-10}
project=$PWD/src/KestrelHost
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

dotnet build "$project" --verbosity quiet > /dev/null
cd "$folder"
for _ in $(seq "$runs"); do
    begin=$(date +%s%N)
    PORT=$port dotnet run --no-build --project "$project" > log &
    until curl --silent --output /dev/null "http://127.0.0.1:$port/login?userId=x"; do
        kill -0 $! || { cat log >&2; exit 1; }
        sleep 0.01
    done
    echo $((($(date +%s%N) - begin) / 1000000))
    kill $!
    wait $! || true
done | sort -n | awk '{ a[NR] = $1 } END { print "dotnet run to first login answered: median " a[int((NR + 1) / 2)] " ms (" a[1] " to " a[NR] ", " NR " runs)" }'
