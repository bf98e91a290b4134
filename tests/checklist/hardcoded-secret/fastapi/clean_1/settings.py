from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    jwt_key: SecretStr = Field(min_length=32)
    algorithm: str = "HS256"


settings = Settings()
