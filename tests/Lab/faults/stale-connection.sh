# CN3013: a sender of log lines that never stops (UDP, one source port), through a translation that an administrator wrote. The
# receiver moves to another network; the rule is set right a moment later, and the sender's packets still go to the old address.
# shellcheck shell=bash

inject() {
    iptables -t nat -I PREROUTING -p udp --dport 5514 -j DNAT --to-destination "$(address_of dns)":53
    docker run --detach --name sender --volume /usr:/usr:ro bb:1 /usr/bin/python3 -c '
import socket, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("0.0.0.0", 40000))
while True:
    try: s.sendto(b"line", ("192.0.2.1", 5514))
    except OSError: pass
    time.sleep(0.2)' >/dev/null
    until_true 10 'the entry' tracked
    docker rm --force dns >/dev/null
    docker run --detach --restart unless-stopped --name dns --hostname dns --network app --publish 5353:53/udp --volume /usr:/usr:ro \
        --volume /opt/lab/inside/dns.py:/dns.py:ro bb:1 /usr/bin/python3 /dns.py >/dev/null

    # Docker forgets the old address's entries when it removes the container, at a moment of its own; the rule makes them anew
    # until it is set right.
    until_true 20 'an entry that stays' correct_late
}

correct_late() {
    translate_to 172.17.0.3
    sleep 0.5
    translate_to "$(address_of dns)"
    sleep 0.5
    tracked
}

translate_to() { iptables -t nat -R PREROUTING 1 -p udp --dport 5514 -j DNAT --to-destination "$1":53; }

address_of() { docker inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' "$1"; }

tracked() { conntrack -L -p udp 2>/dev/null | grep -q 'dport=5514 .*src=172.17.0.3'; }
