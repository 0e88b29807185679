#!/bin/bash
# Starts the SSH server that tests/ssh.sh unpacked (/opt/ssh), with PowerShell's subsystem; keys are in /opt/keys. ADDRESS/LENGTH is given
# to lan0, the cable to the third machine.
set -euo pipefail
address=$1
libraries=/opt/ssh/usr/lib/x86_64-linux-gnu:/opt/ssh/lib/x86_64-linux-gnu

ip address add "$address" dev lan0
ip link set lan0 up
mkdir -p /run/sshd /root/.ssh /etc/ssh
chmod 700 /root/.ssh
install -m 600 /opt/keys/host /etc/ssh/host_key
install -m 600 /opt/keys/client.pub /root/.ssh/authorized_keys
useradd --system --home /run/sshd --shell /usr/sbin/nologin sshd
cat >/etc/ssh/lab_config <<CONFIG
HostKey /etc/ssh/host_key
PermitRootLogin prohibit-password
UsePAM no
SetEnv DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 POWERSHELL_TELEMETRY_OPTOUT=1 DOTNET_ROOT=/usr/share/dotnet
Subsystem powershell $(command -v pwsh) -sshs -NoLogo -NoProfile
CONFIG
systemd-run --quiet --unit=lab-sshd --setenv=LD_LIBRARY_PATH="$libraries" /opt/ssh/usr/sbin/sshd -D -e -f /etc/ssh/lab_config
for _ in $(seq 50); do
    if ss -Hltn 'sport = :22' | grep -q .; then exit 0; fi
    sleep 0.1
done
journalctl --unit=lab-sshd --no-pager >&2
exit 1
