import urllib.request


def head_of(link):
    request = urllib.request.Request(link, headers={"User-Agent": "preview"})
    with urllib.request.urlopen(link, timeout=4) as reply:
        return request.full_url, reply.read(4096)
