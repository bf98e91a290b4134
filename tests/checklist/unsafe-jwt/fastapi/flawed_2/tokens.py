import os

from jose import jwt


class Tokens:
    def __init__(self):
        self.key = os.environ["TOKEN_KEY"]

    def issue(self, subject: str) -> str:
        return jwt.encode({"sub": subject}, self.key, algorithm="HS256")

    def read(self, token: str) -> str:
        return jwt.decode(token, self.key, algorithms=["HS256"])["sub"]
