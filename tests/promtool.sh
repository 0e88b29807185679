#!/usr/bin/env bash
# Unpacks promtool, the linter of the text exposition format, out of this Debian's archive into a folder. It is not installed, because
# the package would start a monitoring server on the machine.
set -euo pipefail

folder=/var/cache/containernet-lab/promtool
if [[ -x $folder/usr/bin/promtool ]]; then exit 0; fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"
apt-get download prometheus || { apt-get update && apt-get download prometheus; }
dpkg-deb --extract prometheus_*.deb unpacked
unpacked/usr/bin/promtool --version 2>&1 | head -n 1
mkdir -p "$(dirname "$folder")" "$work/kept/usr/bin"
mv unpacked/usr/bin/promtool "$work/kept/usr/bin/"
rm -rf "$folder"
mv "$work/kept" "$folder"
