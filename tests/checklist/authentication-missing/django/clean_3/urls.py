from django.urls import path

from lists.views import letter, person

urlpatterns = [path("lists/<slug:name>/<int:pk>/", letter), path("people/<int:number>/", person)]
