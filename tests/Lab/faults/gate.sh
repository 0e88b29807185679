# Not a fault: nginx in a container of Docker, with the host's program and a configuration of its own.
# shellcheck shell=bash

# gate_configuration PASS: for an nginx that runs as whoever its container is.
gate_configuration() {
    cat <<NGINX
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
            proxy_pass $1;
            proxy_http_version 1.1;
            proxy_set_header Upgrade \$http_upgrade;
            proxy_set_header Connection upgrade;
        }
    }
}
NGINX
}

# start_gate PASS "DOCKER OPTIONS"...: on port 8088.
start_gate() {
    local pass=$1
    shift
    mkdir -p /srv/gate
    gate_configuration "$pass" >/srv/gate/nginx.conf
    docker run --detach --name gate --publish 8088:80 --tmpfs /tmp --volume /usr:/usr:ro --volume /etc/passwd:/etc/passwd:ro \
        --volume /etc/group:/etc/group:ro --volume /srv/gate:/etc/nginx:ro "$@" bb:1 /usr/sbin/nginx -g 'daemon off;' >/dev/null
    until_true 10 'nginx in its container' gate_answers
}

# start_app NAME "DOCKER OPTIONS"...: an application with a WebSocket, on its port 8000.
start_app() {
    local name=$1
    shift
    docker run --detach --name "$name" --volume /usr:/usr:ro --volume /opt/lab/inside/app.py:/app.py:ro "$@" bb:1 /usr/bin/python3 /app.py >/dev/null
}

# The log tells seconds: a failure counts when its second is a later one than that of nginx's start.
gate_fails() { sleep 1 && gate_says 502; }

gate_says() { [[ $(curl -s -m 4 -o /dev/null -w '%{http_code}' http://127.0.0.1:8088/) == "$1" ]]; }

gate_answers() { [[ $(curl -s -m 4 -o /dev/null -w '%{http_code}' http://127.0.0.1:8088/) != 000 ]]; }

inject() { start_gate http://172.17.0.1:8080; }

undo() { docker rm --force gate >/dev/null; }
