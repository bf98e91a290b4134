from django.urls import path

from likes_app import views

urlpatterns = [path("like/<int:story>/", views.like), path("unlike/<int:story>/", views.unlike)]
