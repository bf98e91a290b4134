import subprocess


def jobs_of(queue: str) -> int:
    told = subprocess.run(["lpstat", "-o", queue], capture_output=True, text=True, timeout=5)
    return len(told.stdout.splitlines())
