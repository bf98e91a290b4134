import os

SECRET_KEY = os.environ["SECRET_KEY"]
INSTALLED_APPS = ["core"]
MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
ROOT_URLCONF = "core.urls"
