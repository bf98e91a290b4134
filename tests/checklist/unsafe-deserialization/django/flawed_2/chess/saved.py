import pickle


def from_file(game):
    return pickle.load(game)
