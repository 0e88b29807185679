# CN3008: Docker's rules are in nf_tables, and a policy in the legacy tables drops what they accept.
# shellcheck shell=bash

inject() { iptables-legacy --policy FORWARD DROP; }

undo() { iptables-legacy --policy FORWARD ACCEPT; }
