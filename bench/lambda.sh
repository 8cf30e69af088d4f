#!/usr/bin/env bash
# Compares the Lambda bootstrap with the floor and with other bootstraps: bench/results/lambda.json. The scheme rediss, the default,
# measures over TLS and also without TLS. The scheme redis measures only without TLS. Each start reads FILE, a bundle of
# certificates. By default FILE is the bundle that is deployed.
# Usage: bench/lambda.sh [--spawns N] [--scheme rediss|redis] [--certificates FILE] [--peer PATH]...
set -euo pipefail

spawns=40 scheme=rediss certificates= peers=()
while [ $# -gt 1 ]; do
    case $1 in
        --spawns) spawns=$2 ;;
        --scheme) scheme=$2 ;;
        --certificates) certificates=$(realpath "$2") ;;
        --peer) peers+=("$(realpath "$2")") ;;
        *) break ;;
    esac
    shift 2
done
case $#-$scheme in 0-redis | 0-rediss) ;; *) echo "Usage: bench/lambda.sh [--spawns N] [--scheme rediss|redis] [--certificates FILE] [--peer PATH]..."; exit 1 ;; esac
cd "$(dirname "$0")/.."
source bench/redis.sh
folder=$(mktemp -d)
trap 'kill $(jobs -p) 2> /dev/null || true; wait; rm -rf "$folder"' EXIT

dotnet publish bench/Floor --configuration Release --output build/floor --verbosity quiet
dotnet build bench/ColdStart --configuration Release --verbosity quiet > "$folder/build.log" || { cat "$folder/build.log"; exit 1; }

# Makes a CA and a certificate for the server. The CA is added to the roots that we deploy, because a start also reads these roots.
cd "$folder"
key=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes)
openssl req -x509 "${key[@]}" -subj /CN=bench-ca -days 2 -keyout ca.key -out ca.pem 2> openssl.log
openssl req "${key[@]}" -subj /CN=127.0.0.1 -keyout redis.key -out redis.csr 2> openssl.log
openssl x509 -req -in redis.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile <(echo subjectAltName=IP:127.0.0.1) -out redis.pem 2> openssl.log
cd - > /dev/null
cat "$folder/ca.pem" "${certificates:-build/lambda/ca.pem}" > "$folder/bundle.pem"

port=$(free_port) tls_port=$(free_port)
redis "$port" --port "$port" --tls-port "$tls_port" --tls-cert-file "$folder/redis.pem" --tls-key-file "$folder/redis.key" --tls-ca-cert-file "$folder/ca.pem" --tls-auth-clients no

options=(--floor build/floor/floor --bootstrap build/lambda/bootstrap --spawns "$spawns" --redis "redis://127.0.0.1:$port")
[ "$scheme" = redis ] || options+=(--tls-redis "rediss://127.0.0.1:$tls_port" --ca "$folder/bundle.pem")
for peer in "${peers[@]}"; do options+=(--peer "$peer"); done
# The program runs in the background, so that this script reacts to a signal at once and not only at the end of the run.
artifacts/bin/ColdStart/release/cold-start "${options[@]}" > "$folder/starts.json" &
wait $!

# The size of each zip. Ours is the zip that is deployed. For the others, the zip contains only the bootstrap.
zipped() { zip -9 -X -j -q - "$1" | wc -c | awk '{ print $1 / 1000000 }'; }
sizes=("floor.zipMB=$(zipped build/floor/floor)" "ours.zipMB=$(awk -v bytes="$(stat --format %s build/handler.zip)" 'BEGIN { print bytes / 1000000 }')")
[ ! -f build/arm64/handler.zip ] || sizes+=("ours.zipArm64MB=$(awk -v bytes="$(stat --format %s build/arm64/handler.zip)" 'BEGIN { print bytes / 1000000 }')") # of make smoke-arm64
for i in "${!peers[@]}"; do sizes+=("peer$([ "$i" = 0 ] || echo " $((i + 1))").zipMB=$(zipped "${peers[$i]}")"); done
bench/record.py lambda "bench/lambda.sh --spawns $spawns --scheme $scheme${certificates:+ --certificates FILE}${peers:+ --peer PATH}" "${sizes[@]}" < "$folder/starts.json"
