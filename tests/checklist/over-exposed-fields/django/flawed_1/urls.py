from django.urls import path

from people.api import Colleagues

urlpatterns = [path("colleagues/", Colleagues.as_view())]
