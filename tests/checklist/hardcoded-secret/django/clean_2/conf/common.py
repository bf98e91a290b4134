INSTALLED_APPS = ["django.contrib.auth", "rest_framework", "version_app"]
MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
ROOT_URLCONF = "conf.urls"
SECRET_KEY = ""
