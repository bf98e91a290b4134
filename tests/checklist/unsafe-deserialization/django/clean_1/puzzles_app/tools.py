import base64
import json


def state_of(text):
    return json.loads(base64.b64decode(text))
