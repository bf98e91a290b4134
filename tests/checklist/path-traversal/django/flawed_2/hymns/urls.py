from django.urls import re_path

from hymns.views import text

urlpatterns = [re_path(r"^text/$", text)]
