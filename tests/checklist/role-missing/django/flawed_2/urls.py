from django.urls import path

from members import views

urlpatterns = [
    path("members/", views.directory),
    path("members/<int:number>/role/", views.change_role),
    path("minutes/", views.minutes),
]
