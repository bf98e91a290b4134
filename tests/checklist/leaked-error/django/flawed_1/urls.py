from django.urls import path

from imports_app.views import ImportView

urlpatterns = [path("imports/", ImportView.as_view())]
