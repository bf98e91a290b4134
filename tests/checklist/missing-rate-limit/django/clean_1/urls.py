from django.urls import path

from door.views import Login, forgotten

urlpatterns = [path("login/", Login.as_view()), path("forgotten/", forgotten)]
