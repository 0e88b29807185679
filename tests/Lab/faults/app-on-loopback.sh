# CN5001: the application binds to 127.0.0.1 inside its container.
# shellcheck shell=bash

inject() { replace_web --publish 8080:80 -- 127.0.0.1:80; }

undo() { restore_web; }
