# CN6002: nginx in a user's container passes requests to 127.0.0.1, where it was right as long as nginx ran on the host.
# shellcheck shell=bash

# shellcheck source=gate.sh
source /opt/lab/faults/gate.sh
# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    proxy_stack
    install -d -o "$ROOTLESS_USER" -g "$ROOTLESS_USER" "/home/$ROOTLESS_USER/gate"
    gate_configuration http://127.0.0.1:8003 >"/home/$ROOTLESS_USER/gate/nginx.conf"
    chown "$ROOTLESS_USER:" "/home/$ROOTLESS_USER/gate/nginx.conf"
    as_user podman rm --force --ignore gate >/dev/null
    as_user systemd-run --user --quiet --collect --unit gate podman run --rm --name gate --publish 8088:80 --tmpfs /tmp --volume /usr:/usr:ro --volume /etc/passwd:/etc/passwd:ro \
        --volume /etc/group:/etc/group:ro --volume "/home/$ROOTLESS_USER/gate:/etc/nginx:ro" bb:1 /usr/sbin/nginx -g 'daemon off;' >/dev/null
    until_true 10 'nginx in its container' gate_says 502
}

undo() { as_user systemctl --user --quiet stop gate.service; }
