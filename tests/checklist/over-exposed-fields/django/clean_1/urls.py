from django.urls import path

from signup import views

urlpatterns = [path("people/", views.Register.as_view()), path("me/", views.Me.as_view())]
