from django.urls import path

from machines.views import machine_list, machine_page

urlpatterns = [path("machines/", machine_list), path("machines/<int:pk>/", machine_page)]
