import os

SECRET_KEY = os.environ["SECRET_KEY"]
INSTALLED_APPS = ["gate"]
MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
ROOT_URLCONF = "gate.urls"
