import base64
import pickle


def packed(value):
    return base64.b64encode(pickle.dumps(value)).decode()


def unpacked(text):
    return pickle.loads(base64.b64decode(text))
