# CN1008: a network whose containers must not reach each other (enable_icc=false) needs iptables to see bridged packets, and
# somebody has turned that off. Docker's rule is there; one and two talk all the same.
# shellcheck shell=bash

inject() {
    docker network create --opt com.docker.network.bridge.enable_icc=false apart >/dev/null
    serve_http one --network apart -- 80
    serve_http two --network apart -- 80
    sysctl --quiet --write net.bridge.bridge-nf-call-iptables=0
}

undo() {
    sysctl --quiet --write net.bridge.bridge-nf-call-iptables=1
    docker rm --force one two >/dev/null
    docker network rm apart >/dev/null
}
