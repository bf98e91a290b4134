import os

SECRET_KEY = os.environ["SECRET_KEY"]
INSTALLED_APPS = ["chess"]
MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
ROOT_URLCONF = "chess.urls"
