# CN5002: port 80 is published, the application listens on 81.
# shellcheck shell=bash

inject() { replace_web --publish 8080:80 -- 81; }

undo() { restore_web; }
