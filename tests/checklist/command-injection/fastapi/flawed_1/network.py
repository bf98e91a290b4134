import subprocess


def trace(host: str) -> list[str]:
    done = subprocess.run(f"traceroute {host}", shell=True, capture_output=True, text=True, timeout=20)
    return done.stdout.splitlines()
