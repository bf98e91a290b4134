import os
from functools import wraps

import redis
from flask import jsonify, request

counters = redis.from_url(os.environ["REDIS_URL"])


def throttled(view):
    @wraps(view)
    def inner(*args, **kwargs):
        key = f"login:{request.remote_addr}"
        count = counters.incr(key)
        if count == 1:
            counters.expire(key, 300)
        if count > 10:
            return jsonify(message="slow down"), 429
        return view(*args, **kwargs)

    return inner
