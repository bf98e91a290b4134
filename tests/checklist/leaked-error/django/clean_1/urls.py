from django.urls import path

from convert.views import Convert

urlpatterns = [path("convert/", Convert.as_view())]
