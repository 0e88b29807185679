# CN3005: firewalld runs and Docker's bridge is in no zone of its own, so the default zone decides, and rejects.
# shellcheck shell=bash

inject() {
    require_firewalld
    # On forky dockerd comes up before firewalld answers, and the fault is there from the boot on.
    if firewall-cmd --quiet --zone=docker --query-interface=docker0 2>/dev/null; then
        firewall-cmd --quiet --zone=docker --remove-interface=docker0
    fi
}

undo() { firewall-cmd --quiet --zone=docker --add-interface=docker0; }
