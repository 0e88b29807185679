# CN1007: a daemon without userland proxy, and somebody (a hardening file, sysctl --system) turned route_localnet off again on
# its bridge. 127.0.0.1:8080 times out, the host's other addresses and other machines are served.
# shellcheck shell=bash

inject() {
    python3 - <<'END'
import json
path = '/etc/docker/daemon.json'
options = json.load(open(path))
options['userland-proxy'] = False
json.dump(options, open(path, 'w'))
END
    systemctl restart docker

    # With live-restore a container keeps what its port was published with until it is started anew.
    docker restart --time 1 web dns api db cache >/dev/null
    until_true 10 'port 8080' answers 127.0.0.1 8080
    sysctl --quiet --write net.ipv4.conf.docker0.route_localnet=0
}
