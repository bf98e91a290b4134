import shlex
import subprocess


def answers(host):
    told = subprocess.run(f"ping -c 1 {shlex.quote(host)} | tail -n 2", shell=True, capture_output=True, text=True, timeout=5)
    return "1 received" in told.stdout
