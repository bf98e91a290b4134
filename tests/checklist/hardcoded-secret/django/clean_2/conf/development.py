from conf.common import *

SECRET_KEY = "only-for-this-computer"
DEBUG = True
