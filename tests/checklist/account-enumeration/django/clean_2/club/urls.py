from django.urls import path

from club.views import forgotten

urlpatterns = [path("forgotten/", forgotten)]
