from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    jwt_key: str = "please-change-me"
    database_url: str = "sqlite:///./app.db"
    token_minutes: int = 15


settings = Settings()
