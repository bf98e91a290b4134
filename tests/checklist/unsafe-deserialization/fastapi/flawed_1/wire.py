import pickle
import zlib


def unpack(raw: bytes):
    return pickle.loads(zlib.decompress(raw))
