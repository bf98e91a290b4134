import time
from collections import defaultdict, deque

from fastapi import HTTPException, Request, status


class Throttle:
    def __init__(self, times: int, seconds: float):
        self.times = times
        self.seconds = seconds
        self.seen: dict[str, deque[float]] = defaultdict(deque)

    async def __call__(self, request: Request) -> None:
        calls = self.seen[request.client.host]
        now = time.monotonic()
        while calls and calls[0] < now - self.seconds:
            calls.popleft()
        if len(calls) >= self.times:
            raise HTTPException(status.HTTP_429_TOO_MANY_REQUESTS)
        calls.append(now)
