import os


class Production:
    SECRET_KEY = os.environ["SHOP_KEY"]
    DEBUG = False


class Development(Production):
    DEBUG = True
