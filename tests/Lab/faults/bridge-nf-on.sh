# CN1008: iptables sees bridged packets, and a rule that was meant for what the host forwards between networks drops what two
# containers of one network say to each other: api and db on network app.
# shellcheck shell=bash

inject() { iptables -I DOCKER-USER -d 172.19.0.0/16 ! -i host0 -p tcp --dport 5432 -j DROP; }

undo() { iptables -D DOCKER-USER -d 172.19.0.0/16 ! -i host0 -p tcp --dport 5432 -j DROP; }
