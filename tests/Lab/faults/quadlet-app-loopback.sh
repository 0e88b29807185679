# CN5001: the same as proxy-app-loopback, with a service that Quadlet makes (Podman 4.4 and later).
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    proxy_stack
    as_user systemctl --user --quiet stop chat.service
    rm "/home/$ROOTLESS_USER/.config/systemd/user/chat.service"
    install -d -o "$ROOTLESS_USER" -g "$ROOTLESS_USER" "/home/$ROOTLESS_USER/.config/containers/systemd"
    cat >"/home/$ROOTLESS_USER/.config/containers/systemd/chat.container" <<'UNIT'
[Unit]
Description=the chat, of Quadlet

[Container]
ContainerName=chat
Image=localhost/bb:1
PublishPort=8003:8000
Volume=/usr:/usr:ro
Volume=/opt/lab/inside/app.py:/app.py:ro
# The application's own options.
Exec=/usr/bin/python3 /app.py --port 8000 \
    --bind 127.0.0.1

[Service]
Restart=always
UNIT
    chown "$ROOTLESS_USER:" "/home/$ROOTLESS_USER/.config/containers/systemd/chat.container"
    as_user systemctl --user daemon-reload
    as_user systemctl --user --quiet start chat.service
    until_true 20 'the service on its loopback' chat_listens 8000
}

undo() {
    as_user systemctl --user --quiet stop chat.service
    rm "/home/$ROOTLESS_USER/.config/containers/systemd/chat.container"
    chat_again
}
