#!/usr/bin/env bash
# Start-up of the Lambda bootstrap: against the floor, against a bootstrap of somebody else's, over TLS.
# Usage: bench/lambda.sh [--spawns N] [--peer PATH]
set -euo pipefail

spawns=30 peer=()
while [ $# -gt 0 ]; do
    case $1 in
        --spawns) spawns=$2 ;;
        --peer) peer=(--peer "$(realpath "$2")") ;;
        *) echo "Usage: bench/lambda.sh [--spawns N] [--peer PATH]"; exit 1 ;;
    esac
    shift 2
done
cd "$(dirname "$0")/.."
source bench/redis.sh
folder=$(mktemp -d)
trap 'kill $(jobs -p) 2> /dev/null || true; wait; rm -rf "$folder"' EXIT

dotnet publish bench/Floor --configuration Release --output build/floor --verbosity quiet
dotnet build bench/ColdStart --configuration Release --verbosity quiet > "$folder/build.log" || { cat "$folder/build.log"; exit 1; }

# In the background, so that a signal to this script is not kept waiting for the end of the run.
measure() { # TABLE OPTION...
    artifacts/bin/ColdStart/release/cold-start --floor build/floor/floor --bootstrap build/lambda/bootstrap "${peer[@]}" --spawns "$spawns" "${@:2}" > "$1" &
    wait $!
    cat "$1"
}

port=$(free_port)
redis "$port" --port "$port"
plain=redis://127.0.0.1:$port
measure "$folder/plain" --redis "$plain"

# A CA and a server's certificate of ours. The CA joins the roots that we deploy: reading them is part of the start.
cd "$folder"
key=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes)
openssl req -x509 "${key[@]}" -subj /CN=bench-ca -days 2 -keyout ca.key -out ca.pem 2> openssl.log
openssl req "${key[@]}" -subj /CN=127.0.0.1 -keyout redis.key -out redis.csr 2> openssl.log
openssl x509 -req -in redis.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile <(echo subjectAltName=IP:127.0.0.1) -out redis.pem 2> openssl.log
cd - > /dev/null
cat "$folder/ca.pem" "$(test -f build/lambda/ca.pem && echo build/lambda/ca.pem || echo /dev/null)" > "$folder/bundle.pem"

port=$(free_port)
redis "$port" --port 0 --tls-port "$port" --tls-cert-file "$folder/redis.pem" --tls-key-file "$folder/redis.key" --tls-ca-cert-file "$folder/ca.pem" --tls-auth-clients no
echo
echo "The same over TLS, with a bundle of $(grep -c BEGIN "$folder/bundle.pem") roots:"
measure "$folder/tls" --redis "rediss://127.0.0.1:$port" --ca "$folder/bundle.pem" --plain-redis "$plain"

awk -F '|' '/spawn to first answer/ { printf "\nspawn to first answer over TLS / without: x%.2f\n", $4 / $6 }' "$folder/tls"
if [ -f build/handler.zip ]; then
    awk -v bytes="$(stat --format %s build/handler.zip)" 'BEGIN { printf "build/handler.zip: %.2f MB\n", bytes / 1000000 }'
fi
