TEXT, NUMBER = "text", "number"
SHAPES = {}


def learn(kind, words):
    SHAPES[kind] = {"words": words}


def words_of(kind):
    return SHAPES[kind]["words"]


learn(TEXT, "letters")
learn(NUMBER, "digits")
