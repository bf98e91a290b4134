from django.urls import path

from hymns.views import numbered, text

urlpatterns = [path("text/<slug:title>/", text), path("number/<int:number>/", numbered)]
