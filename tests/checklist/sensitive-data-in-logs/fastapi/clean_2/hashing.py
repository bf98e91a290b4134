from argon2 import PasswordHasher


def hash_secret(value: str) -> str:
    return PasswordHasher().hash(value)
