from django.urls import path

from poll.views import Begin

urlpatterns = [path("begin/", Begin.as_view())]
