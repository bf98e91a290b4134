from shop.settings.base import *

ALLOWED_HOSTS = ["shop.example.com"]
SECRET_KEY = os.environ["LIVE_KEY"]
