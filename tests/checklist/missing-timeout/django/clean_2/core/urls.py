from django.urls import path

from core.views import lights

urlpatterns = [path("lights/", lights)]
