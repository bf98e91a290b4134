import base64
import pickle


def state_of(text):
    return pickle.loads(base64.b64decode(text))
