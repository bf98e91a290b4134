import os

SECRET_KEY = os.environ.get("DJANGO_SECRET_KEY", "please-replace-me-before-going-live")
INSTALLED_APPS = ["django.contrib.auth", "rest_framework", "rest_framework_simplejwt", "ping"]
MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework_simplejwt.authentication.JWTAuthentication"],
}
