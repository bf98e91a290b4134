from django.urls import path

from fonts.views import fonts

urlpatterns = [path("fonts/", fonts)]
