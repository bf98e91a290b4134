import os

SECRET_KEY = os.environ["SECRET_KEY"]
INSTALLED_APPS = ["rest_framework", "fair"]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "fair.urls"

DATABASES = {
    "default": {"ENGINE": "django.db.backends.postgresql", "NAME": "fair", "ATOMIC_REQUESTS": True},
}
