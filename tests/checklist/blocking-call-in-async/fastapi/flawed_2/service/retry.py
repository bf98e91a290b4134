import time


async def patiently(attempt, times: int = 3):
    for number in range(times):
        found = attempt()
        if found is not None:
            return found
        time.sleep(0.2 * (number + 1))
    return None
