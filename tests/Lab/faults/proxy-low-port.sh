# CN5009: the WebSocket service moved to port 443, which is for root, and nginx asks there.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    proxy_stack
    rootless_proxy "$(chat_location http://127.0.0.1:443)"
    # Podman 4.3 answers nobody while it starts a container, and a faster circle would be all that it does.
    RESTART_SECONDS=20 rootless_service chat 443
    until_true 20 'a start that failed' unit_has_failed
}

unit_has_failed() { [[ $(as_user systemctl --user show --property=SubState --value chat.service) == auto-restart ]]; }

undo() {
    rm -f /etc/sysctl.d/zz-containernet.conf
    sysctl -qw net.ipv4.ip_unprivileged_port_start=1024
    chat_again && rootless_proxy
}
