import uuid


def reference_for(error, log):
    """A number that support can look up; the error itself stays in the log."""
    number = uuid.uuid4().hex
    log.error("fault %s", number, exc_info=error)
    return number
