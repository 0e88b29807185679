# CN6002: nginx in a user's container passes requests to 127.0.0.1, where it was right as long as nginx ran on the host.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    proxy_stack
    install -d -o "$ROOTLESS_USER" -g "$ROOTLESS_USER" "/home/$ROOTLESS_USER/gate"
    cat >"/home/$ROOTLESS_USER/gate/nginx.conf" <<'NGINX'
user root;
pid /tmp/nginx.pid;
error_log /dev/stderr;
events {}
http {
    access_log off;
    client_body_temp_path /tmp/body;
    proxy_temp_path /tmp/proxy;
    fastcgi_temp_path /tmp/fastcgi;
    uwsgi_temp_path /tmp/uwsgi;
    scgi_temp_path /tmp/scgi;
    server {
        listen 80;
        server_name gate.example;
        location / {
            proxy_connect_timeout 2s;
            proxy_pass http://127.0.0.1:8003;
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection upgrade;
        }
    }
}
NGINX
    chown "$ROOTLESS_USER:" "/home/$ROOTLESS_USER/gate/nginx.conf"
    as_user podman rm --force --ignore gate >/dev/null
    as_user systemd-run --user --quiet --collect --unit gate podman run --rm --name gate --publish 8088:80 --tmpfs /tmp --volume /usr:/usr:ro --volume /etc/passwd:/etc/passwd:ro \
        --volume /etc/group:/etc/group:ro --volume "/home/$ROOTLESS_USER/gate:/etc/nginx:ro" bb:1 /usr/sbin/nginx -g 'daemon off;' >/dev/null
    until_true 10 'nginx in its container' gate_answers
}

gate_answers() { [[ $(curl -s -m 4 -o /dev/null -w '%{http_code}' http://127.0.0.1:8088/) == 502 ]]; }

undo() { as_user systemctl --user --quiet stop gate.service; }
