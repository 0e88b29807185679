# CN5012: the WebSocket service asks a service of the host, which listens on the host's loopback only, and answers 502 without it.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    proxy_stack
    systemd-run --quiet --unit prices /usr/bin/python3 /opt/lab/inside/app.py --bind 127.0.0.1 --port 9099
    until_true 10 'the prices' answers 127.0.0.1 9099
    rootless_service chat 8003 -- --ask http://host.containers.internal:9099/
    until_true 20 'the chat without prices' answers_502 127.0.0.1 8003
}

answers_502() { [[ $(curl -s -m 2 -o /dev/null -w '%{http_code}' "http://$1:$2/") == 502 ]]; }

undo() {
    systemctl stop prices
    chat_again
}
