# CN1004: forwarding is off only where the client's packets come in; ip_forward still reads 1.
# shellcheck shell=bash

inject() { sysctl --quiet --write net.ipv4.conf.host0.forwarding=0; }

undo() { sysctl --quiet --write net.ipv4.conf.host0.forwarding=1; }
