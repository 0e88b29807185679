# CN5011: Docker found no file to mount and made an empty folder in its place; the application answers 500.
# shellcheck shell=bash

inject() {
    docker run --detach --restart unless-stopped --name settings --publish 8081:8000 --volume /usr:/usr:ro \
        --volume /opt/lab/inside/app.py:/app.py:ro --volume /srv/settings/config.yaml:/app/config.yaml:ro \
        bb:1 /usr/bin/python3 /app.py --need-file /app/config.yaml >/dev/null
    until_true 10 'an answer of 500' answers_500 127.0.0.1 8081
}

undo() {
    docker rm --force settings >/dev/null
    rm -r /srv/settings
}

answers_500() { [[ $(curl -s -m 2 -o /dev/null -w '%{http_code}' "http://$1:$2/") == 500 ]]; }
