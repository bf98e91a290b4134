import hashlib

from argon2 import PasswordHasher

hasher = PasswordHasher()


def protect(text: str) -> str:
    return hasher.hash(text)


def etag(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
