#!/usr/bin/env bash
# Throughput of GET /lessons/completed with ten lessons: server, redis-server and wrk on this machine.
# Usage: bench/throughput.sh SERVER [SECONDS] [ROUNDS]   (SERVER: a program that honours PORT and UPSTASH_REDIS_URL)
set -euo pipefail

server=$1 seconds=${2:-10} rounds=${3:-5}
folder=$(mktemp -d)
trap 'kill $(jobs -p) 2> /dev/null || true; wait; rm -rf "$folder"' EXIT

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
redis_port=$(free_port) port=$(free_port)
url=http://127.0.0.1:$port

redis-server --port "$redis_port" --bind 127.0.0.1 --save "" > "$folder/redis.log" &
PORT=$port LOGIN_MODE=open UPSTASH_REDIS_URL=redis://127.0.0.1:$redis_port "$server" > "$folder/server.log" &
pid=$!
curl --silent --output /dev/null --retry 50 --retry-delay 1 --retry-connrefused "$url/"

curl --silent --output /dev/null --cookie-jar "$folder/jar" "$url/login?userId=bench"
for lesson in 1 2 3 4 5 6 7 8 9 10; do
    curl --silent --fail --output /dev/null --cookie "$folder/jar" --request POST "$url/lessons/lesson-$lesson/mark-complete"
done
cookie="Cookie: xxx_session_id=$(awk '/xxx_session_id/ { print $7 }' "$folder/jar")"

wrk -t1 -c32 -d5s -H "$cookie" "$url/lessons/completed" > /dev/null # warm-up: the JIT's tiers
cpu() { awk '{ print $14 + $15 }' "/proc/$pid/stat"; } # hundredths of a second
for round in $(seq "$rounds"); do
    before=$(cpu)
    wrk -t1 -c32 "-d${seconds}s" --latency -H "$cookie" "$url/lessons/completed" > "$folder/wrk"
    if grep -q Non-2xx "$folder/wrk"; then cat "$folder/wrk"; exit 1; fi
    awk -v round="$round" -v ticks="$(($(cpu) - before))" '/50%/ { p50 = $2 } /99%/ { p99 = $2 } /requests in/ { count = $1 } /Requests\/sec/ { print "round " round ": " $2 " requests/s, p50 " p50 ", p99 " p99 ", " int(ticks * 10000 / count) " us of CPU a request" }' "$folder/wrk"
done | tee "$folder/rounds"
sort -k3 -n "$folder/rounds" | awk '{ a[NR] = $0 } END { print "median: " a[int((NR + 1) / 2)] }'
awk '/VmHWM/ { print "peak memory: " int($2 / 1024) " MiB" }' "/proc/$pid/status"
