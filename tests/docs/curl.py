"""A stand-in for curl on machines that have none: the options that the documents use, and a refusal of any other."""
from __future__ import annotations

import http.client
import sys
from pathlib import Path
from urllib.parse import urlsplit


def main(arguments: list[str]) -> int:
    """Ask, and print the answer as curl does."""
    method, url, kept, shows_head = "", "", "", False
    body: str | None = None
    headers: dict[str, str] = {}
    waiting = iter(arguments)
    for one in waiting:
        if one in ("-s", "-i", "-si", "-is"):
            shows_head = shows_head or "i" in one
        elif one == "-X":
            method = next(waiting)
        elif one == "-o":
            kept = next(waiting)
        elif one == "-d":
            body = next(waiting)
        elif one == "-H":
            name, _, value = next(waiting).partition(":")
            headers[name.strip()] = value.strip()
        elif one.startswith("-") or url:
            raise SystemExit(f"curl: the stand-in does not know {one}")
        else:
            url = one if "://" in one else f"http://{one}"
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    connection.request(method or ("POST" if body is not None else "GET"), target, body, headers)
    answer = connection.getresponse()
    if shows_head:
        print(f"HTTP/1.1 {answer.status} {answer.reason}")
        print("".join(f"{name}: {value}\n" for name, value in answer.getheaders()))
    if kept:
        Path(kept).write_bytes(answer.read())
    else:
        sys.stdout.write(answer.read().decode())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
