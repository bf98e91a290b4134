from django.urls import path

from audit.views import Events

urlpatterns = [path("events/", Events.as_view())]
