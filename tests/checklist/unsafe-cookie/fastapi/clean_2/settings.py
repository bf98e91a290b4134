from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    secure: bool = True


settings = Settings()
