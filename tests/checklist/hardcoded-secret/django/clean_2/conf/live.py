import environ

from conf.common import *

env = environ.Env(DEBUG=(bool, False))
SECRET_KEY = env.str("SECRET_KEY")
DEBUG = env("DEBUG")
