# CN3008, found without a trace; a trace shows the legacy rule that decides: one rule in the legacy tables beside Docker's in
# nf_tables. `iptables -S` does not show it.
# shellcheck shell=bash

inject() { iptables-legacy --append FORWARD --in-interface host0 --protocol tcp --dport 80 --jump DROP; }

undo() { iptables-legacy --delete FORWARD --in-interface host0 --protocol tcp --dport 80 --jump DROP; }
