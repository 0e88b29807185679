# No fault: an ordinary user's Podman with three services and a WebSocket, and the host's nginx in front of them.
# shellcheck shell=bash

ROOTLESS_USER=sam
ROOTLESS_ID=1000

inject() { start_rootless; }

# The stack that the faults of story A break. nginx listens on 80; services publish on 8001 (page), 8002 (page), 8003 (WebSocket).
start_rootless() {
    systemctl --quiet is-active docker && docker ps --quiet | xargs --no-run-if-empty docker rm --force >/dev/null
    rootless_user
    rootless_service shop 8001
    rootless_service stock 8002
    rootless_service chat 8003
    rootless_proxy
    until_true 15 'the shop behind nginx' answers 127.0.0.1 80
    until_true 15 'the stock' answers 127.0.0.1 8002
    until_true 15 'the chat' chat_listens 8000
}

# A user who stays when nobody is logged in, with Podman's socket on, as its how-tos say.
rootless_user() {
    id "$ROOTLESS_USER" >/dev/null 2>&1 && return
    useradd --create-home --uid "$ROOTLESS_ID" --shell /bin/bash "$ROOTLESS_USER"
    grep -q "^$ROOTLESS_USER:" /etc/subuid || usermod --add-subuids 100000-165535 --add-subgids 100000-165535 "$ROOTLESS_USER"
    mkdir -p "/home/$ROOTLESS_USER/.config/containers"
    # overlay does not work on the lab's own overlay.
    printf '[storage]\ndriver = "vfs"\n' >"/home/$ROOTLESS_USER/.config/containers/storage.conf"
    chown -R "$ROOTLESS_USER:" "/home/$ROOTLESS_USER/.config"
    # As `loginctl enable-linger` does, which refuses callers whose control group it cannot see, as ours from outside.
    mkdir -p /var/lib/systemd/linger && touch "/var/lib/systemd/linger/$ROOTLESS_USER"
    systemctl start "user@$ROOTLESS_ID.service"
    until_true 15 "the user's systemd" test -S "/run/user/$ROOTLESS_ID/bus"
    as_user systemctl --user --quiet start podman.socket
    as_user podman import --quiet /usr/local/share/lab/bb.tar bb:1 >/dev/null
}

as_user() {
    setpriv --reuid "$ROOTLESS_ID" --regid "$ROOTLESS_ID" --init-groups --reset-env -- \
        /usr/bin/env "HOME=/home/$ROOTLESS_USER" "USER=$ROOTLESS_USER" LANG=C.UTF-8 "XDG_RUNTIME_DIR=/run/user/$ROOTLESS_ID" \
        "DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/$ROOTLESS_ID/bus" \
        bash -c 'cd && exec "$@"' -- "$@"
}

# rootless_service NAME HOST-PORT [PODMAN OPTIONS]... [-- APPLICATION OPTIONS]...: a user's unit that runs podman in the foreground.
rootless_service() {
    local name=$1 port=$2 options=()
    shift 2
    while [[ $# -gt 0 && $1 != -- ]]; do
        options+=("$1")
        shift
    done
    shift || true
    install -d -o "$ROOTLESS_USER" -g "$ROOTLESS_USER" "/home/$ROOTLESS_USER/.config/systemd/user"
    cat >"/home/$ROOTLESS_USER/.config/systemd/user/$name.service" <<UNIT
[Unit]
Description=$name in a container

[Service]
Environment=PODMAN_SYSTEMD_UNIT=%n
ExecStartPre=-/usr/bin/podman rm --force --ignore $name
ExecStart=/usr/bin/podman run --rm --name $name --publish $port:8000 --volume /usr:/usr:ro --volume /opt/lab/inside/app.py:/app.py:ro ${options[*]} bb:1 /usr/bin/python3 /app.py $*
ExecStop=/usr/bin/podman stop --ignore --time 2 $name
Restart=always
RestartSec=${RESTART_SECONDS:-3}

[Install]
WantedBy=default.target
UNIT
    as_user systemctl --user daemon-reload
    # One fault after the other starts it more often than systemd allows in ten seconds.
    as_user systemctl --user reset-failed "$name.service" 2>/dev/null || true
    as_user systemctl --user --quiet restart "$name.service"
}

# rootless_started_unit "PODMAN OPTIONS AND COMMAND"...: the chat's unit only starts its container, and goes on saying active.
rootless_started_unit() {
    as_user systemctl --user --quiet stop chat.service
    as_user podman create --name chat --publish 8003:8000 "$@" >/dev/null
    cat >"/home/$ROOTLESS_USER/.config/systemd/user/chat.service" <<'UNIT'
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/bin/podman start chat
UNIT
    as_user systemctl --user daemon-reload
    as_user systemctl --user --quiet start chat.service
}

# The chat as it should be.
chat_again() { rootless_service chat 8003 && until_true 20 'the chat' chat_listens 8000; }

chat_has_ended() { [[ $(as_user podman inspect --format '{{.State.Status}}' chat) == exited ]]; }

# rootless_proxy [LOCATION [SERVER LINES]]: nginx with these in the place of the location of the WebSocket and of nothing.
rootless_proxy() {
    local location=${1:-$(chat_location)}
    cat >/etc/nginx/conf.d/lab.conf <<NGINX
map \$http_upgrade \$connection_upgrade {
    default upgrade;
    '' close;
}

server {
    listen 80 default_server;
    server_name shop.example;

    proxy_http_version 1.1;
    proxy_set_header Host \$host;
    proxy_set_header X-Forwarded-For \$proxy_add_x_forwarded_for;
${2:-}
    location / {
        proxy_pass http://127.0.0.1:8001;
    }

    location /stock/ {
        proxy_pass http://127.0.0.1:8002/;
    }

$location
}
NGINX
    rm -f /etc/nginx/sites-enabled/default
    nginx -t -q
    systemctl reset-failed nginx 2>/dev/null || true
    systemctl restart nginx
}

# chat_location [PASS [LINE...]]: the location of the WebSocket, with further lines.
chat_location() {
    local pass=${1:-http://127.0.0.1:8003}
    shift || true
    printf '    location /chat/ws {\n        proxy_pass %s;\n' "$pass"
    # shellcheck disable=SC2016 # these are nginx's variables
    printf '        %s;\n' 'proxy_set_header Host $host' 'proxy_set_header Upgrade $http_upgrade' \
        'proxy_set_header Connection $connection_upgrade' 'proxy_read_timeout 300s' "$@"
    printf '    }\n'
}

# One that nobody trusts, key and certificate in one file.
tls_certificate() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj /CN=shop.example \
        -addext subjectAltName=DNS:shop.example -keyout /srv/tls.key -out /srv/tls.pem 2>/dev/null
    cat /srv/tls.key >>/srv/tls.pem
}

# The stack of the faults of nginx, started once for all of them.
proxy_stack() { answers 127.0.0.1 8001 && answers 127.0.0.1 8002 && chat_listens 8000 || start_rootless; }

# asked PATH: a request that nginx's error log may tell of.
asked() { curl -s -m 5 -o /dev/null -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' \
    -H 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==' "http://127.0.0.1$1" || true; }

# asked_in_vain PATH: the same, until the error log says that it failed. Its second must be a later one than that of nginx's start.
asked_in_vain() {
    local size
    sleep 1
    size=$(stat --format %s /var/log/nginx/error.log)
    until_true 10 'a line of the error log' log_is_longer "$size" "$1"
}

log_is_longer() {
    asked "$2"
    [[ $(stat --format %s /var/log/nginx/error.log) -gt $1 ]]
}

# chat_listens PORT: inside its own namespace.
chat_listens() {
    local pid
    pid=$(as_user podman inspect --format '{{.State.Pid}}' chat 2>/dev/null) || return 1
    [[ $pid -gt 0 && -n $(nsenter --target "$pid" --net ss --no-header --listening --tcp --numeric "sport = $1") ]]
}
