#!/usr/bin/env bash
# Lays out the file system of the container image in FOLDER: build/server, the C library that it was linked with, the trusted
# roots, and a user without rights. There is no shell and nothing else.
# Usage: deploy/image-root.sh FOLDER
set -euo pipefail

cd "$(dirname "$0")/.."
folder=$1
server=build/server/lessons-server
certificates=/etc/ssl/certs/ca-certificates.crt

[ -f "$server" ] || { echo "$server is not there: run make build-server first." >&2; exit 1; }
grep -q 'OpenSSL [1-9]' "$server" || { echo "$server has no OpenSSL in it: build it without OPENSSL=system." >&2; exit 1; }
[ -f "$certificates" ] || { echo "$certificates is not there: install ca-certificates." >&2; exit 1; }

rm -rf "$folder"
mkdir -p "$folder"/{etc/ssl/certs,dev,proc,sys,tmp}
cp "$server" "$folder"
[ ! -f build/server/lessons.json ] || cp build/server/lessons.json "$folder"
cp -L "$certificates" "$folder/etc/ssl/certs/"
# The loader and the libraries that it needs, each where the loader looks for it.
libraries=$(ldd "$server") || { echo "$server is for another architecture: make the image on that one." >&2; exit 1; }
case $libraries in *"not found"*) echo "A library of $server is missing here: $libraries" >&2; exit 1 ;; esac
grep -o '/[^ ]*' <<< "$libraries" | while read -r library; do
    mkdir -p "$folder$(dirname "$library")"
    cp -L "$library" "$folder$library"
done
echo 'lessons:x:65532:65532::/:/none' > "$folder/etc/passwd"
echo 'lessons:x:65532:' > "$folder/etc/group"
echo '127.0.0.1 localhost' > "$folder/etc/hosts"
echo 'hosts: files dns' > "$folder/etc/nsswitch.conf"
find "$folder" -type d -exec chmod 755 {} +
find "$folder" -type f -exec chmod 644 {} +
find "$folder" -name 'ld-linux*' -exec chmod 755 {} +
chmod 755 "$folder/lessons-server"
chmod 1777 "$folder/tmp"
