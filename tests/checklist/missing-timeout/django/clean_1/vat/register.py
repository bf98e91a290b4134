import os

from requests import post


def knows(number: str, patience: float = 4.0) -> bool:
    reply = post(os.environ["VAT_REGISTER"], json={"number": number}, timeout=patience)
    return reply.ok and reply.json()["valid"]
