# CN5012: the stock is to ask a service of the host, which listens on the host's loopback only.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    start_rootless
    systemd-run --quiet --unit prices /usr/bin/python3 /opt/lab/inside/app.py --bind 127.0.0.1 --port 9099
    until_true 10 'the prices' answers 127.0.0.1 9099
    rootless_service stock 8002 -- --ask http://host.containers.internal:9099/
    until_true 20 'the stock without prices' answers_502 127.0.0.1 8002
}

answers_502() { [[ $(curl -s -m 2 -o /dev/null -w '%{http_code}' "http://$1:$2/") == 502 ]]; }
