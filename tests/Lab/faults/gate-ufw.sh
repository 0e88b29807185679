# CN3003: nginx in a container passes requests to an application of the host, and ufw, which denies what nobody allowed, drops them.
# shellcheck shell=bash

# shellcheck source=gate.sh
source /opt/lab/faults/gate.sh

inject() {
    start_host_chat
    ufw allow 22/tcp >/dev/null
    ufw --force enable >/dev/null
}

# An application of the host's network behind nginx in a container: all that a firewall of the host can keep apart.
start_host_chat() {
    start_app backend --network host
    until_true 10 'the application' answers 127.0.0.1 8000
    start_gate http://172.17.0.1:8000
    until_true 10 'an answer through nginx' gate_says 200
}

undo() {
    ufw --force reset >/dev/null
    rm -f /etc/ufw/*.rules.20*
    docker rm --force gate backend >/dev/null
}
