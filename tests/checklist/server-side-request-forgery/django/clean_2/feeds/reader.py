import requests


def count(address, since):
    return requests.get(address, params={"since": since}, timeout=5).text.count("<entry>")
