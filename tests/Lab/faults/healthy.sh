# Five containers and eight published ports, nothing wrong: what every fault starts from.
# shellcheck shell=bash

inject() {
    image
    # The network with IPv6 first: its addresses are of no use until duplicate address detection is through.
    docker network create --ipv6 --subnet 2001:db8:6::/64 six >/dev/null
    serve_http cache --network six --publish 6379:6379 --publish 6380:6380 -- '[::]:6379' '[::]:6380'

    docker network create app >/dev/null
    serve_http api --network app --publish 3000:3000 --publish 192.0.2.1:3001:3001 -- 3000 3001
    serve_http db --network app --publish 5432:5432 -- 5432
    start_web
    # busybox cannot listen on UDP, so this container borrows the host's Python.
    docker run --detach --restart unless-stopped --name dns --hostname dns --publish 5353:53/udp --volume /usr:/usr:ro \
        --volume /opt/lab/inside/dns.py:/dns.py:ro bb:1 /usr/bin/python3 /dns.py >/dev/null

    local port
    for port in 8080 8443 3000 5432 6379 6380; do until_true 10 "port $port" answers 127.0.0.1 "$port"; done
    until_true 10 'port 3001' answers 192.0.2.1 3001
    until_true 10 'port 6379 over IPv6' answers '[::1]' 6379
    until_true 10 'the name server' dns_answers
}

dns_answers() { busybox nslookup -timeout=1 lab.example 127.0.0.1:5353 2>/dev/null | grep -q 192.0.2.53; }
