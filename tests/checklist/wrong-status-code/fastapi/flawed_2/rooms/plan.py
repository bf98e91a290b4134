TAKEN = {(1, 9), (2, 14)}


def free(room: int, hour: int) -> bool:
    return (room, hour) not in TAKEN
