# CN1002: the same file, not applied yet. Everything works until the next 'sysctl --system'.
# shellcheck shell=bash

inject() { printf '# CIS 3.3.1\nnet.ipv4.ip_forward = 0\n' >/etc/sysctl.d/99-hardening.conf; }

undo() { rm /etc/sysctl.d/99-hardening.conf; }
