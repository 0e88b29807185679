# CN6002: nginx in a container passes requests to 127.0.0.1, which there is itself.
# shellcheck shell=bash

# shellcheck source=gate.sh
source /opt/lab/faults/gate.sh

inject() {
    start_app app --publish 8090:8000
    until_true 10 'the application' answers 127.0.0.1 8090
    start_gate http://127.0.0.1:8090
}

undo() { docker rm --force gate app >/dev/null; }
