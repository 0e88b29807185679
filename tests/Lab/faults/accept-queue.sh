# CN5010: the application listens and never accepts; more clients come than its backlog takes.
# shellcheck shell=bash

inject() {
    local code='import socket, time; s = socket.socket(); s.bind(("", 80)); s.listen(2); time.sleep(1000000)' address
    docker rm --force web >/dev/null
    docker run --detach --name web --publish 8080:80 --volume /usr:/usr:ro bb:1 /usr/bin/python3 -c "$code" >/dev/null
    address=$(docker inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' web)
    until_true 20 'the application' is_listening
    for _ in 1 2 3 4 5 6; do
        setsid busybox nc "$address" 80 </dev/zero >/dev/null 2>&1 &
    done
    until_true 10 'a full queue' queue_is_full
}

is_listening() { [[ -n $(inside web ss --no-header --listening --tcp --numeric 'sport = 80') ]]; }

# Of a listening socket: how many wait, and how many may.
queue_is_full() {
    local waiting backlog
    read -r _ waiting backlog _ < <(inside web ss --no-header --listening --tcp --numeric 'sport = 80')
    [[ $waiting -gt $backlog ]]
}

undo() { restore_web; }
