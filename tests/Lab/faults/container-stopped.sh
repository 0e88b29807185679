# CN5005: the container was stopped.
# shellcheck shell=bash

inject() { docker stop --time 0 web >/dev/null; }

undo() {
    docker start web >/dev/null
    until_true 10 'port 8080' answers 127.0.0.1 8080
}
