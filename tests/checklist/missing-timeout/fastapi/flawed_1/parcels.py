import os

import requests


class Carrier:
    def __init__(self):
        self.session = requests.Session()
        self.session.headers["Accept"] = "application/json"

    def place_of(self, number: str) -> str:
        reply = self.session.get(os.environ["CARRIER_URL"], params={"number": number})
        return reply.json()["place"]
