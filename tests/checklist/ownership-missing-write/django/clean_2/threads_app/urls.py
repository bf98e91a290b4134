from django.urls import path

from threads_app import views

urlpatterns = [
    path("", views.mine, name="mine"),
    path("<int:post_number>/edit", views.edit),
    path("<int:post_number>/hide", views.hide),
    path("<int:pk>/remove", views.Remove.as_view()),
]
