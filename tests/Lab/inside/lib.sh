# What the faults have in common; runs on the lab host.
# shellcheck shell=bash

die() {
    printf 'fault: %s\n' "$*" >&2
    exit 1
}

# until_true SECONDS WHAT CMD...
until_true() {
    local limit=$1 what=$2 start=$SECONDS
    shift 2
    until "$@"; do
        ((SECONDS - start <= limit)) || die "gave up after $limit s waiting for $what"
        sleep 0.05
    done
}

# 200 from PORT at ADDRESS, or not.
answers() { curl -sf -m 2 -o /dev/null "http://$1:$2/"; }

image() {
    docker image inspect bb:1 >/dev/null 2>&1 || docker import /usr/local/share/lab/bb.tar bb:1 >/dev/null
}

# serve_http NAME "DOCKER OPTIONS"... -- PORT...: a container with one httpd for each port; [ADDRESS:]PORT as httpd takes it.
serve_http() {
    local name=$1 options=() script='' port
    shift
    while [[ $1 != -- ]]; do
        options+=("$1")
        shift
    done
    shift
    for port in "$@"; do script+="httpd -p $port -h /www; "; done
    # Process 1 gets no signal that it does not ask for, and a shutdown would wait for it until systemd's patience is over.
    docker run --detach --restart unless-stopped --name "$name" "${options[@]}" bb:1 \
        /bin/sh -c "trap exit TERM; $script sleep 1000000 & wait" >/dev/null
}

# The container that most faults are about, and the one way in which it is right.
start_web() { serve_http web --publish 8080:80 --publish 8443:443 -- 80 443; }

# replace_web "DOCKER OPTIONS"... -- PORT...
replace_web() {
    docker rm --force web >/dev/null
    serve_http web "$@"
}

restore_web() {
    docker rm --force web >/dev/null
    start_web
    until_true 10 'port 8080' answers 127.0.0.1 8080
}

require_firewalld() {
    systemctl --quiet is-active firewalld || die 'needs a host that was booted with --firewalld'
}

# systemd calls firewalld started as soon as it has its name on the bus; its rules come later.
firewalld_is_running() {
    [[ $(busctl get-property org.fedoraproject.FirewallD1 /org/fedoraproject/FirewallD1 org.fedoraproject.FirewallD1 state 2>/dev/null) == *RUNNING* ]]
}

# dockerd hears of firewalld's reload by a signal and answers with dozens of rules, one iptables call each. It says nowhere
# that it is through, so: the jump that it writes late is there, and nothing has changed for a second.
dockerd_has_answered() {
    local before after
    iptables -C FORWARD -j DOCKER-USER 2>/dev/null || return 1
    before=$(iptables -S && iptables -t nat -S)
    sleep 1
    after=$(iptables -S && iptables -t nat -S)
    [[ $before == "$after" ]]
}

# inside CONTAINER CMD...: the host's own program in a container's network namespace.
inside() {
    local pid
    pid=$(docker inspect --format '{{.State.Pid}}' "$1")
    shift
    nsenter --target "$pid" --net -- "$@"
}
