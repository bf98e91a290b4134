_TIMES = {"monday": ["08:00", "17:30"], "sunday": []}


def times(day: str) -> list[str] | None:
    return _TIMES.get(day)
