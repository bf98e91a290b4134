import os
from urllib.request import urlopen


def headlines() -> list[str]:
    with urlopen(os.environ["NEWS_URL"], timeout=4) as reply:
        return reply.read().decode().splitlines()[:10]
