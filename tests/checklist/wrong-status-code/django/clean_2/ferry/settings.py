import os

SECRET_KEY = os.environ["SECRET_KEY"]
INSTALLED_APPS = ["rest_framework", "ferry"]
MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
ROOT_URLCONF = "ferry.urls"
