# Not a fault: a sixth container that sends back what it is sent, on port 7007, to see whether a connection outlives a repair.
# shellcheck shell=bash

inject() {
    docker run --detach --restart unless-stopped --name echo --publish 7007:7 bb:1 /bin/nc -ll -p 7 -e /bin/cat >/dev/null
    until_true 10 'port 7007' echo_answers
}

echo_answers() { [[ $(echo ping | busybox nc -w 1 127.0.0.1 7007 2>/dev/null) == ping ]]; }

undo() { docker rm --force echo >/dev/null; }
