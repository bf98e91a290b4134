import os

SECRET_KEY = os.environ["SECRET_KEY"]
INSTALLED_APPS = ["guests"]
MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
ROOT_URLCONF = "urls"
