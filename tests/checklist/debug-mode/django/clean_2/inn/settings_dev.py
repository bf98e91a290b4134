from inn.settings import *  # noqa: F403

DEBUG = True
