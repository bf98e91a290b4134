import shlex
import subprocess


def resized(source, size):
    done = subprocess.run(["convert", source, "-resize", size, "png:-"], capture_output=True, timeout=20, check=True)
    return done.stdout


def described(source):
    return subprocess.check_output(f"identify {shlex.quote(source)}", shell=True, timeout=20)
