import base64
import json


class Basket:
    def __init__(self, items):
        self.items = items

    @classmethod
    def restored(cls, text):
        return cls(json.loads(base64.b64decode(text)) if text else [])
