# Not a fault: the state that a clean start of firewalld before Docker leaves. On forky, where firewalld's unit counts as
# started before the daemon answers, dockerd must be started once more for it. Comes before 'healthy'.
# shellcheck shell=bash

inject() {
    require_firewalld
    if ! firewall-cmd --quiet --zone=docker --query-interface=docker0 2>/dev/null; then
        systemctl restart docker
        until_true 10 'the zone docker' firewall-cmd --quiet --zone=docker --query-interface=docker0
    fi
}
