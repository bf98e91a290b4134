import subprocess


def lookup(host):
    return subprocess.run(f"dig +short {host}", shell=True, capture_output=True, text=True).stdout
