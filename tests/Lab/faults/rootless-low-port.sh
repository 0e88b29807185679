# CN5009: the WebSocket service moved to port 443, which is for root; its unit starts it again and again.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    start_rootless
    sed -i 's/127.0.0.1:8003/127.0.0.1:443/' /etc/nginx/conf.d/lab.conf
    systemctl reload nginx
    # Podman 4.3 answers nobody while it starts a container, and a faster circle would be all that it does.
    RESTART_SECONDS=20 rootless_service chat 443
    until_true 20 'a start that failed' unit_has_failed
}

unit_has_failed() { [[ $(as_user systemctl --user show --property=SubState --value chat.service) == auto-restart ]]; }
