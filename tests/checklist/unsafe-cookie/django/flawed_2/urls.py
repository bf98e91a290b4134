from django.urls import path

from quiz.views import Start

urlpatterns = [path("start/", Start.as_view())]
