import json
import os
import urllib.request


def capital_of(country: str) -> str:
    request = urllib.request.Request(os.environ["ATLAS"], headers={"Accept": "application/json"})
    with urllib.request.urlopen(request) as reply:
        return json.load(reply)[country]
