_TIMES = {"monday": ["08:00", "17:30"]}


def times(day: str) -> list[str]:
    return _TIMES.get(day, [])
