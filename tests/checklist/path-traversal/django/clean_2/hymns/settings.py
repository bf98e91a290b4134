import os

SECRET_KEY = os.environ["SECRET_KEY"]
INSTALLED_APPS = ["hymns"]
MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
ROOT_URLCONF = "hymns.urls"
