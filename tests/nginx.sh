#!/usr/bin/env bash
# Unpacks the nginx of this Debian's archive into a folder, for the tests that hold our answers against it. It is not installed,
# because the package would start a web server on port 80 of the machine and enable it. Its libraries (C library, PCRE, OpenSSL,
# zlib) are on every Debian that has apt and .NET.
set -euo pipefail

folder=/var/cache/containernet-lab/nginx
if [[ -x $folder/usr/sbin/nginx ]]; then exit 0; fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"
apt-get download nginx libnginx-mod-stream || { apt-get update && apt-get download nginx libnginx-mod-stream; }
for package in *.deb; do dpkg-deb --extract "$package" unpacked; done
unpacked/usr/sbin/nginx -v
mkdir -p "$(dirname "$folder")"
rm -rf "$folder"
mv unpacked "$folder"
