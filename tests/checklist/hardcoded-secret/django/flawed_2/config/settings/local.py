from config.settings.base import *

ROOT_URLCONF = "config.urls"
DEBUG = True
