_LAMPS = {1: 400, 2: 800}


def find(number: int) -> int | None:
    return _LAMPS.get(number)
