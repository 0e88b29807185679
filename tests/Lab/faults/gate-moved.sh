# CN6005: the application was made anew and has another address; nginx holds the old one, which is somebody else's now.
# shellcheck shell=bash

# shellcheck source=gate.sh
source /opt/lab/faults/gate.sh

inject() {
    docker network create web >/dev/null
    start_app app --network web
    start_gate http://app:8000 --network web
    docker rm --force app >/dev/null
    docker run --detach --name other --network web bb:1 /bin/httpd -f -p 9000 -h /www >/dev/null
    start_app app --network web
    until_true 10 'nginx to ask in vain' gate_fails
}

undo() {
    docker rm --force gate app other >/dev/null
    docker network rm web >/dev/null
}
