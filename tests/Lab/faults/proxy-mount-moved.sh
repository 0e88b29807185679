# CN5011: the file that the WebSocket service mounts was moved into a folder beside it; Podman does not start the container.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    proxy_stack
    mkdir -p /srv/chat/settings
    echo 'greeting: hello' >/srv/chat/settings/config.yaml
    # Podman 4.3 answers nobody while it starts a container, and a faster circle would be all that it does.
    RESTART_SECONDS=20 rootless_service chat 8003 --volume /srv/chat/config.yaml:/app/config.yaml:ro -- --need-file /app/config.yaml
    until_true 20 'a start that failed' unit_has_failed
}

unit_has_failed() { [[ $(as_user systemctl --user show --property=SubState --value chat.service) == auto-restart ]]; }

undo() {
    rm -r /srv/chat
    chat_again
}
