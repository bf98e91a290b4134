from django.urls import path

from prices import views

urlpatterns = [path("prices/<str:symbol>/", views.price)]
