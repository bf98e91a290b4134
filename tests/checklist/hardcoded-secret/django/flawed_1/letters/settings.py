from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = "zq8$1kf)w2l&n0=d5x!p7v@r3m^t6y(u4j"
DEBUG = False
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.sessions", "letters"]
ROOT_URLCONF = "letters.urls"
MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.csrf.CsrfViewMiddleware"]
