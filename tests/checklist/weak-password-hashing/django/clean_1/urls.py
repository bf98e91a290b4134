from django.urls import path

from readers_app.views import Join

urlpatterns = [path("join/", Join.as_view())]
