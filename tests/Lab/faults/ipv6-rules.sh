# Not a fault: dockerd writes IPv6 rules too (the default from 27 on, an option before).
# after: reboot
# shellcheck shell=bash

inject() { printf '{\n  "live-restore": true,\n  "experimental": true,\n  "ip6tables": true\n}\n' >/etc/docker/daemon.json; }
