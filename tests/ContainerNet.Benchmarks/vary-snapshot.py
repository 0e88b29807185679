#!/usr/bin/env python3
"""Makes many hosts of one captured snapshot: vary-snapshot.py SNAPSHOT FOLDER COUNT.

Each gets a name, identifiers, bridge names and addresses of its own; every 100th has forwarding off, and every 150th a rule that
drops. What stays is what hosts of one fleet have in common."""
import json
import re
import sys

source, folder, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
text = open(source, encoding='utf-8').read()
facts = json.loads(text)
bridges = sorted({n['Bridge'] for n in facts['Networks'] if n.get('Bridge', '').startswith('br-')})
ids = sorted({c['Id'] for c in facts['Containers']} | {n['Id'] for n in facts['Networks']})
drop = [c for c in facts['Chains'] if c['Name'] == 'DOCKER-USER' and c['Table']['Family'] == 'ip']
for number in range(count):
    def drawn(word):
        return format((int(word[:8], 16) * 2654435761 + number * 40503) % 2**32, '08x') + word[8:]
    made = re.sub(r'\b172\.(\d+)\.', lambda m: f'172.{16 + (int(m[1]) + number) % 16}.', text) if number else text
    for bridge in bridges:
        made = made.replace(bridge, 'br-' + drawn(bridge[3:]))
    for name in ids:
        made = made.replace(name, drawn(name))
    host = json.loads(made)
    host['Host']['Name'] = f'web{number:04}'
    host['Containers'].reverse() if number % 2 else None
    if number % 100 == 99:
        for setting in host['Settings']:
            if setting['Key'].startswith('net.ipv4') and setting['Key'].endswith(('forwarding', 'ip_forward')):
                setting['Value'] = '0'
        for link in host['Links']:
            link['ForwardingIPv4'] = False
    if number % 150 == 149:
        for chain in host['Chains']:
            if chain['Name'] == 'DOCKER-USER' and chain['Table']['Family'] == 'ip':
                rule = {'Table': chain['Table'], 'Chain': 'DOCKER-USER', 'Number': 1, 'Text': '-p tcp -m tcp --dport 80 -j DROP',
                        'Matches': [{'Field': 'Protocol', 'Values': ['tcp'], 'Negated': False},
                                    {'Field': 'DestinationPort', 'Values': ['80'], 'Negated': False}],
                        'Action': 'Drop', 'Owner': 'DockerUser'}
                chain['Rules'].insert(0, rule)
                for place, item in enumerate(chain['Rules']):
                    item['Number'] = place + 1
    with open(f'{folder}/web{number:04}.json', 'w', encoding='utf-8') as out:
        json.dump(host, out, separators=(',', ':'), ensure_ascii=False)
