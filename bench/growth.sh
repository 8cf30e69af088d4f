#!/usr/bin/env bash
# Measures how GET /lessons/completed changes with the number of completed lessons, with the number of connections, and with time.
# Usage: bench/growth.sh SERVER [SECONDS] [ROUNDS] [MINUTES]   (SERVER: a program that honours PORT and UPSTASH_REDIS_URL)
# Writes bench/results/growth.json: medians of the rounds. Each round measures every size. The end of this file shows the form of the JSON.
set -euo pipefail

server=$(realpath "$1") seconds=${2:-5} rounds=${3:-5} minutes=${4:-5}
cd "$(dirname "$0")/.."
source bench/redis.sh
folder=$(mktemp -d)
trap 'kill $(jobs -p) 2> /dev/null || true; wait; rm -rf "$folder"' EXIT

redis_port=$(free_port) port=$(free_port)
url=http://127.0.0.1:$port
redis "$redis_port" --port "$redis_port"
ulimit -n 8192
PORT=$port LOGIN_MODE=open UPSTASH_REDIS_URL=redis://127.0.0.1:$redis_port "$server" > "$folder/server.log" &
pid=$!
curl --silent --output /dev/null --retry 50 --retry-delay 1 --retry-connrefused "$url/"

cpu() { awk '{ print $14 + $15 }' "/proc/$pid/stat"; } # hundredths of a second
memory() { awk '/VmRSS/ { print int($2 / 1024) }' "/proc/$pid/status"; }

# Makes a user with LESSONS completed lessons, and writes the user's cookie to $folder/cookie-LESSONS.
user() { # LESSONS
    curl --silent --output /dev/null --cookie-jar "$folder/jar" "$url/login?userId=growth-$1"
    awk '/xxx_session_id/ { print "Cookie: xxx_session_id=" $7 }' "$folder/jar" > "$folder/cookie-$1"
    for lesson in $(seq "$1"); do echo "HSET lessons:growth-$1 lesson-$lesson 2026-11-24T04:57:30Z"; done | redis-cli -p "$redis_port" > /dev/null
}

# Adds a line to $folder/rounds: KIND SIZE REQUESTS/S P50 P99 CPU. Times are in milliseconds, CPU is in microseconds a request.
load() { # KIND SIZE LESSONS CONNECTIONS SECONDS
    local before
    before=$(cpu)
    wrk -t1 "-c$4" "-d$5s" --timeout 10s --latency -H "$(cat "$folder/cookie-$3")" "$url/lessons/completed" > "$folder/wrk"
    if grep -q Non-2xx "$folder/wrk"; then cat "$folder/wrk"; exit 1; fi
    awk -v line="$1 $2" -v ticks="$(($(cpu) - before))" '
        function ms(time) { return time ~ /us$/ ? time / 1000 : time ~ /ms$/ ? time + 0 : time * 1000 }
        /50%/ { p50 = ms($2) } /99%/ { p99 = ms($2) } /requests in/ { count = $1 } /Requests\/sec/ { print line, $2, p50, p99, ticks * 10000 / count }' "$folder/wrk" | tee -a "$folder/rounds"
}

lessons=(1 10 100 1000 10000) connections=(1 32 256 1024)
for size in "${lessons[@]}"; do user "$size"; done
for size in "${lessons[@]}"; do load warm-up "$size" "$size" 32 5; done > /dev/null
for _ in $(seq "$rounds"); do
    for size in "${lessons[@]}"; do load lessons "$size" "$size" 32 "$seconds"; done
    for size in "${connections[@]}"; do load connections "$size" 10 "$size" "$seconds"; done
done

echo "0 $(memory)" > "$folder/memory"
for ((at = 10; at <= minutes * 60; at += 10)); do
    load minutes "$at" 10 32 10
    echo "$at $(memory)" | tee -a "$folder/memory"
done

# {"machine","date","command",
#  "lessons": [{"lessons","requestsPerSecond","p50Ms","p99Ms","cpuMicroseconds"}], "connections": [{"connections",…}],
#  "memory": [{"seconds","memoryMiB"}]}   (memory: after this many seconds of full load, with 32 connections and ten lessons)
mkdir -p bench/results
python3 - "$folder" "bench/growth.sh SERVER $seconds $rounds $minutes" > bench/results/growth.json <<'PYTHON'
import datetime, json, os, platform, re, statistics, sys
folder, command = sys.argv[1:]
lines = [line.split() for line in open(f"{folder}/rounds")]
names = ["requestsPerSecond", "p50Ms", "p99Ms", "cpuMicroseconds"]
def medians(kind):
    sizes = dict.fromkeys(line[1] for line in lines if line[0] == kind)
    return [{kind: int(size), **{name: round(statistics.median(float(line[at]) for line in lines if line[:2] == [kind, size]), 2) for at, name in enumerate(names, 2)}} for size in sizes]
model = re.search(r"(?m)^(?:model name|CPU part)\s*: (.*)", open("/proc/cpuinfo").read())[1]
result = {
    "machine": f"{os.cpu_count()} cores ({model}), Linux {platform.release()}",
    "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
    "command": command,
    "lessons": medians("lessons"),
    "connections": medians("connections"),
    "memory": [dict(zip(["seconds", "memoryMiB"], map(int, line.split()))) for line in open(f"{folder}/memory")],
}
print(re.sub(r"\{[^{}]*\}", lambda point: re.sub(r"\s+", " ", point[0]), json.dumps(result, indent=2)))
PYTHON
cat bench/results/growth.json
