import logging

trail = logging.getLogger("trail")


def record(request, what):
    trail.warning("%s by %s", what, request.headers.get("Authorization"))
