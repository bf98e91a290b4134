from functools import wraps

from flask import jsonify, request
from jsonschema import ValidationError, validate


def shaped(schema):
    def outer(view):
        @wraps(view)
        def inner(*args, **kwargs):
            data = request.get_json(silent=True)
            try:
                validate(data, schema)
            except ValidationError as fault:
                return jsonify(message=fault.message), 400
            return view(data, *args, **kwargs)

        return inner

    return outer
