from conf.base import *

ROOT_URLCONF = "conf.urls"
INSTALLED_APPS = ["django.contrib.auth", "corsheaders", "rest_framework", "feed_app"]
MIDDLEWARE = [
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
REST_FRAMEWORK = {"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"]}
