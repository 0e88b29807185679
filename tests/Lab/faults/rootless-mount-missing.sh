# CN5011: the file that the WebSocket service mounts was moved; Podman does not start it, and its unit tries again and again.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    start_rootless
    # Podman 4.3 answers nobody while it starts a container, and a faster circle would be all that it does.
    RESTART_SECONDS=20 rootless_service chat 8003 --volume /srv/app/config.yaml:/app/config.yaml:ro -- --need-file /app/config.yaml
    until_true 20 'a start that failed' unit_has_failed
}

unit_has_failed() { [[ $(as_user systemctl --user show --property=SubState --value chat.service) == auto-restart ]]; }
