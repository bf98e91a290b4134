import os

import requests

PATIENCE = (3.05, 10)


class Carrier:
    def place_of(self, number: str) -> str:
        reply = requests.get(os.environ["CARRIER_URL"], params={"number": number}, timeout=PATIENCE)
        return reply.json()["place"]
