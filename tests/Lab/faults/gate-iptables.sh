# CN3003: as gate-ufw, with a general DROP at the end of iptables' INPUT.
# shellcheck shell=bash

# shellcheck source=gate-ufw.sh
source /opt/lab/faults/gate-ufw.sh

inject() {
    start_host_chat
    iptables -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
    iptables -A INPUT -i lo -j ACCEPT
    iptables -A INPUT -p tcp --dport 22 -j ACCEPT
    iptables -A INPUT -i docker0 -j DROP
}

undo() {
    iptables -D INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
    iptables -D INPUT -i lo -j ACCEPT
    iptables -D INPUT -p tcp --dport 22 -j ACCEPT
    iptables -D INPUT -i docker0 -j DROP
    docker rm --force gate backend >/dev/null
}
