import requests


def title_of(address):
    return requests.get(address, timeout=5).text[:200]
