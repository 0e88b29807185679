#!/usr/bin/env bash
# Puts the project to /srv/push, makes the images that it names, and switches forwarding off for good.
set -euo pipefail

mkdir -p /srv/push/www/{debug,pprof,metrics} /srv/tmp
cp /opt/lab/inside/pushgateway/{compose.yaml,nginx.conf,lab.yaml} /srv/push/
for path in . debug pprof metrics; do printf 'page %s\n' "$path" >"/srv/push/www/$path/index.html"; done
docker import --change 'CMD ["/bin/httpd","-f","-p","9091","-h","/www"]' /usr/local/share/lab/bb.tar prom/pushgateway:lab >/dev/null
docker import --change 'CMD ["/usr/sbin/nginx","-g","daemon off;"]' /usr/local/share/lab/bb.tar nginx:lab >/dev/null
sysctl --quiet --write net.ipv4.ip_forward=0
