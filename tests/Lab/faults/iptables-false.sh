# CN3011: dockerd is told to leave the firewall alone; true from the next boot on.
# after: reboot
# shellcheck shell=bash

inject() { printf '{\n  "live-restore": true,\n  "iptables": false\n}\n' >/etc/docker/daemon.json; }
