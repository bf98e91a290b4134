from shop.settings.base import *

DEBUG = True
ROOT_URLCONF = "shop.urls"
