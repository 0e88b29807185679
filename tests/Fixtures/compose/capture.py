#!/usr/bin/env python3
"""Writes beside each shape what the real docker-compose published of it: capture.py PROGRAM [SHAPE ...]
With --print before the program it is printed and not written."""
import json
import os
import subprocess
import sys

here = os.path.dirname(os.path.abspath(__file__))


def published(shape, program):
    folder = os.path.join(here, shape)
    arguments = []
    if os.path.exists(os.path.join(folder, "arguments")):
        arguments = open(os.path.join(folder, "arguments")).read().split()
    result = subprocess.run(
        [program, *arguments, "config", "--format", "json", "--no-path-resolution"],
        cwd=folder, env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}, capture_output=True, text=True, timeout=60)
    if result.returncode != 0:
        return {"error": result.stderr.strip().replace(here, ".").splitlines()[-1]}
    config = json.loads(result.stdout)
    services = {}
    for name, service in config.get("services", {}).items():
        services[name] = {
            "ports": [[p.get("host_ip", ""), str(p.get("published", "")), p["target"], p.get("protocol", "")] for p in service.get("ports") or []],
            "networkMode": service.get("network_mode"),
            "networks": {n: sorted((v or {}).get("aliases") or []) for n, v in (service.get("networks") or {}).items()},
            "expose": [str(e) for e in service.get("expose") or []],
        }
    used = {n for s in services.values() for n in s["networks"]}
    networks = {n: [v.get("name", ""), bool(v.get("external"))] for n, v in (config.get("networks") or {}).items() if n in used}
    return {"name": config.get("name"), "services": services, "networks": networks}


def main():
    if sys.argv[1] == "--print":
        print(json.dumps(published(sys.argv[3], sys.argv[2]), sort_keys=True))
        return
    program = sys.argv[1]
    shapes = sys.argv[2:] or sorted(s for s in os.listdir(here) if os.path.isdir(os.path.join(here, s)))
    for shape in shapes:
        with open(os.path.join(here, shape, "published.json"), "w") as out:
            json.dump(published(shape, program), out, indent=1, sort_keys=True)
            out.write("\n")


main()
