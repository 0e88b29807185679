#!/usr/bin/env bash
# Unpacks the SSH server of this Debian's archive into a folder, for the tests of PowerShell remoting between lab hosts: the lab's
# images have none, and nothing is installed on this machine. Its libraries that the images lack come with it.
set -euo pipefail

folder=/var/cache/containernet-lab/ssh
if [[ -x $folder/usr/sbin/sshd && -x $folder/usr/bin/ssh ]]; then exit 0; fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"
packages=(openssh-server openssh-client)
libraries() { apt-cache depends --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances "${packages[@]}" |
    awk '$1 == "Depends:" || $1 == "PreDepends:" { print $2 }' | grep -E '^lib' | grep -vE '^lib(c6|pam|systemd)' | sort -u; }
fetch() {
    local found
    mapfile -t found < <(libraries)
    # The C library, PAM and systemd's are the host's own. Those of Kerberos have more of the kind behind them.
    apt-get download "${packages[@]}" "${found[@]}" libkrb5support0 libk5crypto3 libkeyutils1 libbsd0 libmd0 libcbor0.8 libnsl2 libtirpc3 2>/dev/null ||
        apt-get download "${packages[@]}" "${found[@]}"
}
fetch || { apt-get update && fetch; }
for package in *.deb; do dpkg-deb --extract "$package" unpacked; done
LD_LIBRARY_PATH=$PWD/unpacked/usr/lib/x86_64-linux-gnu:$PWD/unpacked/lib/x86_64-linux-gnu unpacked/usr/sbin/sshd -V 2>&1 | head -1 || true
mkdir -p "$(dirname "$folder")"
rm -rf "$folder"
mv unpacked "$folder"
