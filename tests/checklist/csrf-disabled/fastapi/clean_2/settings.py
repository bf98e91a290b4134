from pydantic_settings import BaseSettings


class CsrfSettings(BaseSettings):
    secret_key: str
    cookie_samesite: str = "none"
