import logging
import uuid


def report(exc: Exception) -> str:
    number = uuid.uuid4().hex
    logging.getLogger("faults").error("fault %s", number, exc_info=exc)
    return number
