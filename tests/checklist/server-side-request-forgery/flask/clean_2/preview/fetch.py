import os
import urllib.request
from urllib.parse import quote


def head_of(article):
    with urllib.request.urlopen(f"{os.environ['WIKI']}/articles/{quote(article)}", timeout=4) as reply:
        return reply.read(4096)
