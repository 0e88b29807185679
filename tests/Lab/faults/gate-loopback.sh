# CN6002: nginx in a container passes requests to 127.0.0.1, which there is itself.
# shellcheck shell=bash

# shellcheck source=gate.sh
source /opt/lab/faults/gate.sh

inject() { start_gate http://127.0.0.1:8080; }
