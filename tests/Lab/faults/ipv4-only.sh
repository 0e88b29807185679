# CN5007: published for IPv4 and IPv6 on a network with both, and the application listens on 0.0.0.0 only.
# shellcheck shell=bash

inject() {
    docker rm --force cache >/dev/null
    serve_http cache --network six --publish 6379:6379 --publish 6380:6380 -- 0.0.0.0:6379 '[::]:6380'
    until_true 10 'port 6379' answers 127.0.0.1 6379
    until_true 10 'port 6380 over IPv6' answers '[::1]' 6380
}

undo() {
    docker rm --force cache >/dev/null
    serve_http cache --network six --publish 6379:6379 --publish 6380:6380 -- '[::]:6379' '[::]:6380'
    until_true 10 'port 6379 over IPv6' answers '[::1]' 6379
}
