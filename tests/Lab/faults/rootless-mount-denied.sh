# CN5011: the WebSocket service mounts a file that only the host's root may read, and answers 500.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    start_rootless
    mkdir -p /srv/app
    echo 'greeting: hello' >/srv/app/config.yaml
    chmod 600 /srv/app/config.yaml
    rootless_service chat 8003 --volume /srv/app/config.yaml:/app/config.yaml:ro -- --need-file /app/config.yaml
    until_true 20 'the chat without its file' answers_500
}

answers_500() { [[ $(curl -s -m 2 -o /dev/null -w '%{http_code}' http://127.0.0.1:8003/) == 500 ]]; }
