def disk():
    return "full"


def queue():
    return "empty"
