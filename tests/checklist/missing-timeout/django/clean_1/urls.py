from django.urls import path

from vat.views import check

urlpatterns = [path("vat/<str:number>/", check)]
