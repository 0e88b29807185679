# CN1001: somebody turns IPv4 forwarding off at run time; dockerd looks at it only when it starts.
# shellcheck shell=bash

inject() { sysctl --quiet --write net.ipv4.ip_forward=0; }

undo() { sysctl --quiet --write net.ipv4.ip_forward=1; }
