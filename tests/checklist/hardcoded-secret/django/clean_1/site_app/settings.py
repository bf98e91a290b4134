import os

from django.core.exceptions import ImproperlyConfigured


def required(name):
    try:
        return os.environ[name]
    except KeyError:
        raise ImproperlyConfigured(f"{name} is not set") from None


SECRET_KEY = required("SECRET_KEY")
DEBUG = os.environ.get("DEBUG") == "1"
INSTALLED_APPS = ["django.contrib.auth", "site_app"]
ROOT_URLCONF = "site_app.urls"
MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
PASSWORD_RESET_URL = "/password/reset/"
