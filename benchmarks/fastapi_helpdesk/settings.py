"""Settings from the environment, as FastAPI's documentation does it: pydantic-settings, read once."""
from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="PEER_")

    database: Path
    token_public_key: str  # P-256 public key as PEM
    cursor_secret: str


@lru_cache
def get_settings() -> Settings:
    return Settings()  # type: ignore[call-arg]  # the values come from the environment
