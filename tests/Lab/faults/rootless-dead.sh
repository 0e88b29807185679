# CN5005: the container's application ended, and its unit, which only started it, still says active.
# shellcheck shell=bash

# shellcheck source=rootless.sh
source /opt/lab/faults/rootless.sh

inject() {
    start_rootless
    rootless_started_unit bb:1 /bin/sh -c 'sleep 1; exit 3'
    until_true 20 'the end of the application' chat_has_ended
}
