import subprocess


def trace(host: str) -> list[str]:
    done = subprocess.run(["traceroute", "--", host], capture_output=True, text=True, timeout=20)
    return done.stdout.splitlines()
