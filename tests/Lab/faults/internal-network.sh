# CN2006: a published port of a container whose only network is internal.
# shellcheck shell=bash

inject() {
    docker network create --internal vault >/dev/null
    replace_web --network vault --publish 8080:80 -- 80
}

undo() {
    restore_web
    docker network rm vault >/dev/null
}
