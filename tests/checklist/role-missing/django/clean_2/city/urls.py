from django.urls import path

from city.views import Approve, Events, NewEvent, reserve

urlpatterns = [
    path("events/", Events.as_view()),
    path("events/new/", NewEvent.as_view()),
    path("events/<int:pk>/approve/", Approve.as_view()),
    path("events/<int:pk>/reserve/", reserve),
]
