# CN4004: a container has the address of another in its /etc/hosts, and the other was made again on another network.
# shellcheck shell=bash

inject() {
    local address
    serve_http store --network bridge -- 7000
    address=$(docker inspect --format '{{.NetworkSettings.Networks.bridge.IPAddress}}' store)
    serve_http front --add-host "store:$address" -- 7001
    docker rm --force store >/dev/null
    # Whoever had the address before was perhaps spoken to a minute ago, and a neighbour that answered is taken for somebody.
    ip neighbour flush dev docker0
    serve_http store --network app -- 7000
}

undo() { docker rm --force front store >/dev/null; }
