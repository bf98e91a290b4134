from django.urls import path

from feeds.views import check

urlpatterns = [path("check/<int:number>/", check)]
