# CN3010: the administrator's own rule in DOCKER-USER drops what comes in for the container.
# shellcheck shell=bash

inject() { iptables -I DOCKER-USER -i host0 -p tcp --dport 80 -j DROP; }

undo() { iptables -D DOCKER-USER -i host0 -p tcp --dport 80 -j DROP; }
