"""Runs the commands that findings name as their remedy: for hosts that have no PowerShell, hence no Repair-ContainerNet.

Reads the JSON of 'containernet diagnose' on standard input. A command stands between backticks, or on a line of its own.
No shell is involved: what is not a plain command with its arguments is only shown."""
import json
import re
import shlex
import shutil
import subprocess
import sys


def commands(remedy):
    quoted = re.findall(r"`([^`]+)`", remedy)
    for text in quoted or remedy.splitlines():
        try:
            words = shlex.split(text)
        except ValueError:
            continue
        if words and shutil.which(words[0]) and not any(c in text for c in "|<>;&$"):
            yield words


failed = False
for finding in json.load(sys.stdin)["Findings"]:
    if finding["Role"] != "RootCause" or finding["Severity"] == "Info":
        continue
    print(f"{finding['Code']}: {finding['Remedy']}", flush=True)
    for words in commands(finding["Remedy"]):
        print("  # " + shlex.join(words), flush=True)
        failed |= subprocess.run(words, stdout=subprocess.DEVNULL).returncode != 0
sys.exit(failed)
