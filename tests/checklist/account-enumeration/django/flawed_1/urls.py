from django.urls import path

from door.views import Enter

urlpatterns = [path("enter/", Enter.as_view())]
