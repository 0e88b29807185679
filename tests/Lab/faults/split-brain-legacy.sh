# CN3008: Docker's rules are in nf_tables, and a policy in the legacy tables drops what they accept.
# Taken back, the empty legacy tables stay loaded: a near miss that the next faults on the same host must survive.
# shellcheck shell=bash

inject() { iptables-legacy --policy FORWARD DROP; }

undo() { iptables-legacy --policy FORWARD ACCEPT; }
