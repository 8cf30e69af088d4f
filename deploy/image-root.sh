#!/usr/bin/env bash
# Creates the file system of the container image in FOLDER: build/server, the C library that the server is linked with, the trusted root
# certificates, and a user without rights. The image contains no shell and no other file.
# Usage: deploy/image-root.sh FOLDER
set -euo pipefail

cd "$(dirname "$0")/.."
folder=$1
server=build/server/lessons-server
certificates=/etc/ssl/certs/ca-certificates.crt

[ -f "$server" ] || { echo "$server is missing. Run make build-server first." >&2; exit 1; }
grep -q 'OpenSSL [1-9]' "$server" || { echo "$server does not contain OpenSSL. Build the server without OPENSSL=system." >&2; exit 1; }
[ -f "$certificates" ] || { echo "$certificates is missing. Install ca-certificates." >&2; exit 1; }

rm -rf "$folder"
mkdir -p "$folder"/{etc/ssl/certs,dev,proc,sys,tmp}
cp "$server" "$folder"
[ ! -f build/server/lessons.json ] || cp build/server/lessons.json "$folder"
cp -L "$certificates" "$folder/etc/ssl/certs/"
# Copies the loader and the libraries that the server needs to the paths where the loader finds them.
libraries=$(ldd "$server") || { echo "$server is for another architecture. Create the image on that architecture." >&2; exit 1; }
case $libraries in *"not found"*) echo "A library of $server is missing on this machine: $libraries" >&2; exit 1 ;; esac
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
