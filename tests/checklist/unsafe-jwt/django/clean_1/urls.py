from django.urls import path

from gates.views import Enter

urlpatterns = [path("enter/", Enter.as_view())]
