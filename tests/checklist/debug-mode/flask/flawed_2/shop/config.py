import os


class Base:
    SECRET_KEY = os.environ["SHOP_KEY"]
    JSON_SORT_KEYS = False
