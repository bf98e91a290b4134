from django.urls import path

from rooms_app import views

urlpatterns = [
    path("", views.calendar),
    path("book/", views.book),
    path("<int:number>/cancel/", views.cancel),
]
