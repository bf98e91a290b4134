import os

SECRET_KEY = os.environ.get("SECRET_KEY")
DEBUG = False
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.sessions", "board"]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "urls"
