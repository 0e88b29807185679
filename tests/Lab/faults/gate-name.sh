# CN4003: nginx in a container on the default bridge asks for another by its name, and does not come up.
# shellcheck shell=bash

# shellcheck source=gate.sh
source /opt/lab/faults/gate.sh

gate_answers() { [[ $(docker logs gate 2>&1) == *'host not found'* ]]; }

inject() {
    start_app app
    start_gate http://app:8000 --restart unless-stopped
}

undo() { docker rm --force gate app >/dev/null; }
