import os

import requests
from requests.adapters import HTTPAdapter


class Patient(HTTPAdapter):
    def send(self, request, **words):
        words["timeout"] = words.get("timeout") or 5
        return super().send(request, **words)


def capital_of(country: str) -> str:
    session = requests.Session()
    session.mount("https://", Patient())
    return session.get(os.environ["ATLAS"]).json()[country]
