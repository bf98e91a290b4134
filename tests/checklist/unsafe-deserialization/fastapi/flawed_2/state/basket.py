import base64
import pickle


class Basket:
    def __init__(self, items):
        self.items = items

    @classmethod
    def restored(cls, text):
        return cls(pickle.loads(base64.b64decode(text)) if text else [])
