ENGINES = {}


class Engine:
    def __init__(self, size):
        self.size = size

    def judge(self, words):
        return len(words) < 200


def engine_for(size):
    if size not in ENGINES:
        ENGINES[size] = Engine(size)
    return ENGINES[size]
