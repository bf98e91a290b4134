import os

SECRET_KEY = os.environ["SECRET_KEY"]
INSTALLED_APPS = ["django.contrib.auth", "corsheaders", "cart_app"]
MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware", "django.middleware.csrf.CsrfViewMiddleware"]
ROOT_URLCONF = "urls"
CORS_ALLOW_CREDENTIALS = True
CORS_ALLOWED_ORIGINS = os.environ["ORIGINS"].split(",")
CORS_ALLOWED_ORIGIN_REGEXES = [r"^https://[a-z0-9-]+\.shop\.example\.com$"]
