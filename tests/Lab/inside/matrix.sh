# A host with every kind of network and published port that Docker's rules tell apart; runs on the lab host.
# shellcheck shell=bash

# matrix USERLAND_PROXY: one container on each network of {icc on, off} x {nat, internal, routed, nat-unprotected}, both families,
# each with ports on {any address, the host's, loopback} x {tcp, udp, range}; and containers on two networks.
matrix() {
    # shellcheck source=lib.sh
    source /opt/lab/inside/lib.sh
    image
    printf '{ "experimental": true, "ip6tables": true, "userland-proxy": %s, "live-restore": true }\n' "$1" >/etc/docker/daemon.json
    systemctl restart docker
    local modes=(nat internal) mode icc at=0 port=20000 name
    # Docker's own gateway modes are those of 28.
    if [[ $(docker version --format '{{.Server.Version}}') == 2[89].* ]]; then modes+=(routed nat-unprotected); fi
    for icc in true false; do
        for mode in "${modes[@]}"; do
            at=$((at + 1))
            name=$mode-$icc
            local options=(--ipv6 --subnet "172.30.$at.0/24" --subnet "fd00:30:$at::/64" --opt "com.docker.network.bridge.name=mx$at"
                --opt "com.docker.network.bridge.enable_icc=$icc")
            case $mode in
                internal) options+=(--internal) ;;
                routed | nat-unprotected)
                    options+=(--opt "com.docker.network.bridge.gateway_mode_ipv4=$mode" --opt "com.docker.network.bridge.gateway_mode_ipv6=$mode") ;;
            esac
            docker network create "${options[@]}" "$name" >/dev/null
            local ports=() host
            for host in '' 192.0.2.1: 127.0.0.1: '[::1]:' '[2001:db8::1]:'; do
                ports+=(--publish "$host$port:80" --publish "$host$port:53/udp"
                    --publish "$host$((port + 1))-$((port + 3)):$((port + 1))-$((port + 3))")
                port=$((port + 10))
            done
            sleeps "$name" --network "$name" "${ports[@]}"
        done
    done
    # On two networks; the first by name gives the way out, and the ports.
    docker network create --opt com.docker.network.bridge.name=mxlast zz-last >/dev/null
    sleeps two --network zz-last --publish 21000:80 --publish 127.0.0.1:21001:81
    docker network connect nat-true two
    sleeps inside-first --network internal-true
    docker network connect zz-last inside-first
    docker network create --opt com.docker.network.bridge.name=mxplain --opt com.docker.network.bridge.enable_ip_masquerade=false plain >/dev/null
    sleeps plain --network plain --publish 21002:80
    docker run --detach --restart unless-stopped --name echo --publish 7007:7 bb:1 /bin/nc -ll -p 7 -e /bin/cat >/dev/null
    until_true 10 'port 7007' echo_answers
}

echo_answers() { [[ $(echo ping | busybox nc -w 1 192.0.2.1 7007 2>/dev/null) == ping ]]; }

sleeps() {
    local name=$1
    shift
    docker run --detach --restart unless-stopped --name "$name" "$@" bb:1 /bin/sh -c 'trap exit TERM; sleep 1000000 & wait' >/dev/null
}
