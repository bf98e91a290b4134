import time


class Motor:
    def __init__(self, number: int):
        self.number = number
        self.state = "asleep"

    def wake(self) -> None:
        time.sleep(0.5)
        self.state = "awake"
