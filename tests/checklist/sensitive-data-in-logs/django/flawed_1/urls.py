from django.urls import path

from members_app.views import join

urlpatterns = [path("join/", join)]
