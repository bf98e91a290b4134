"""Settings of Django: no more than the application needs."""
from __future__ import annotations

import os

SECRET_KEY = os.environ["PEER_CURSOR_SECRET"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "ninja_helpdesk.main"
INSTALLED_APPS = ["ninja_helpdesk"]
MIDDLEWARE: list[str] = []
USE_TZ = True
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["PEER_DATABASE"], "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 30, "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -8192"}}}
DEFAULT_AUTO_FIELD = "django.db.models.TextField"
