import pickle
from pathlib import Path

import yaml
from flask import abort, jsonify, request

MODEL = pickle.loads(Path("model.bin").read_bytes())


def plan():
    try:
        steps = yaml.load(request.files["plan"].read(), Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        abort(400)
    from scores import score

    return jsonify(score=score(MODEL, steps))
