import json
import pickle
from pathlib import Path


def from_file(game):
    return json.load(game)


def openings():
    """Made by our own build, never by a client."""
    return pickle.loads(Path("/srv/chess/openings.bin").read_bytes())
