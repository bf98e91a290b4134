#!/bin/sh
# Makes benchmarks/.venv from benchmarks/requirements.txt, with the same Python as the project's .venv where there is one.
set -eu
here=$(cd "$(dirname "$0")" && pwd)

if [ -n "${PYTHON:-}" ]; then python=$PYTHON
elif [ -x "$here/../.venv/bin/python" ]; then python=$here/../.venv/bin/python
else python=python3
fi

if ! command -v wrk >/dev/null 2>&1; then
    echo "benchmarks: the load generator 'wrk' is missing; install it with: apt-get install wrk" >&2
    exit 1
fi

if [ -x "$here/.venv/bin/python" ] && cmp -s "$here/requirements.txt" "$here/.venv/requirements.installed"; then
    echo "benchmarks: .venv is up to date"
    exit 0
fi
echo "benchmarks: making .venv with $("$python" --version)"
# The base interpreter, not the project's environment: a venv made from a venv would otherwise point into it.
base=$("$python" -c 'import os, sys; print(os.path.join(sys.base_prefix, "bin", "python%d.%d" % sys.version_info[:2]))')
[ -x "$base" ] || base=$python
"$base" -m venv --clear "$here/.venv"
"$here/.venv/bin/python" -m pip install --quiet --no-deps --requirement "$here/requirements.txt"
cp "$here/requirements.txt" "$here/.venv/requirements.installed"
echo "benchmarks: ready"
