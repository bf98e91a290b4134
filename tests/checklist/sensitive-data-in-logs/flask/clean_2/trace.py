import structlog
from flask import request

log = structlog.get_logger()
HIDDEN = {"authorization", "cookie"}


def traced():
    shown = {name: value for name, value in request.headers.items() if name.lower() not in HIDDEN}
    log.info("request", path=request.path, agent=request.headers.get("User-Agent"), signed="Authorization" in request.headers, count=len(shown))
