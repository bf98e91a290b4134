from flask import request


def window(query, largest=100):
    size = min(request.args.get("size", 20, type=int), largest)
    start = request.args.get("start", 0, type=int)
    return query.offset(start).limit(size)
