from django.urls import path

from badges.views import Badge

urlpatterns = [path("badge/", Badge.as_view())]
