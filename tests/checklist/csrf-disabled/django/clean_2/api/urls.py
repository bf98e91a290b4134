from django.urls import path

from api.views import Reminders

urlpatterns = [path("reminders/", Reminders.as_view())]
