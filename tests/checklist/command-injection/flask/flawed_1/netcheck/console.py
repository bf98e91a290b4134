import subprocess


def output(*words):
    return subprocess.check_output(" ".join(words), shell=True, timeout=10, text=True)
