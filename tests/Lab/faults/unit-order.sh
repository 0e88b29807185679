# CN1009: at boot, a unit of the site starts firewalld when Docker is up already.
# after: reboot
# shellcheck shell=bash

inject() {
    systemctl --quiet disable --now firewalld 2>/dev/null
    cat >/etc/systemd/system/site-firewall.service <<'UNIT'
[Unit]
Description=Firewall of this site
After=docker.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=systemctl start firewalld.service

[Install]
WantedBy=multi-user.target
UNIT
    systemctl --quiet enable site-firewall.service
}
