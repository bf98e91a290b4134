from django.urls import path

from visits.views import visit

urlpatterns = [path("visit/", visit)]
