from django.urls import path

from profiles_app.views import OwnProfile

urlpatterns = [path("me/", OwnProfile.as_view())]
