from django.urls import path

from themes.views import choose

urlpatterns = [path("theme/", choose)]
