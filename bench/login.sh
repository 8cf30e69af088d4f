#!/usr/bin/env bash
# Measures whether the time of a failed login shows who has an account. Each pair has a wrong password and an unknown user.
# Usage: bench/login.sh [PAIRS]
set -euo pipefail

cd "$(dirname "$0")/.."
source bench/redis.sh
pairs=${1:-100}
folder=$(mktemp -d)
trap 'kill $(jobs -p) 2> /dev/null || true; wait; rm -rf "$folder"' EXIT
redis_port=$(free_port)
redis "$redis_port" --port "$redis_port"
port=$(free_port)
export UPSTASH_REDIS_URL=redis://127.0.0.1:$redis_port LOGIN_MODE=password
build/server/lessons-server user add ada <<< 'correct horse battery' > /dev/null
PORT=$port build/server/lessons-server > "$folder/log" &
until curl --silent --output /dev/null "http://127.0.0.1:$port/health"; do
    kill -0 $! || { cat "$folder/log"; exit 1; }
    sleep 0.05
done

python3 - "$port" "$redis_port" "$pairs" << 'PYTHON'
import http.client, statistics, socket, sys, time

port, redis_port, pairs = map(int, sys.argv[1:])
redis = socket.create_connection(("127.0.0.1", redis_port))
service = http.client.HTTPConnection("127.0.0.1", port)

def log_in(user):
    redis.sendall(b"DEL throttle:address:127.0.0.1 throttle:strangers:ada throttle:strangers:nobody\r\n")
    redis.recv(100)
    begin = time.perf_counter()
    service.request("POST", "/login", f"userId={user}&password=a wrong one", {"Content-Type": "application/x-www-form-urlencoded"})
    answer = service.getresponse()
    answer.read()
    assert answer.status == 403, answer.status
    return (time.perf_counter() - begin) * 1000

log_in("ada"), log_in("nobody")
times = [(log_in("ada"), log_in("nobody")) for _ in range(pairs)]
for name, values in zip(("wrong password", "unknown user"), zip(*times)):
    quarters = statistics.quantiles(values, n=4)
    print(f"{name}: median {quarters[1]:.1f} ms (quartiles {quarters[0]:.1f} to {quarters[2]:.1f})")
differences = sorted(known - unknown for known, unknown in times)
print(f"difference within a pair: median {statistics.median(differences):+.2f} ms; longer with an account in {sum(d > 0 for d in differences)} of {pairs}")
PYTHON
