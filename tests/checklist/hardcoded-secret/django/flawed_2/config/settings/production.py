from config.settings.base import *

ROOT_URLCONF = "config.urls"
DEBUG = False
ALLOWED_HOSTS = ["api.example.com"]
