import logging

from flask import request

log = logging.getLogger("audit")


def record():
    log.info("%s %s %s", request.method, request.path, request.headers.get("Authorization"))
