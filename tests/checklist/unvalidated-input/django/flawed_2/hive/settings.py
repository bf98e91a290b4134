import os

SECRET_KEY = os.environ["SECRET_KEY"]
INSTALLED_APPS = ["rest_framework", "hive"]
MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
ROOT_URLCONF = "hive.urls"
