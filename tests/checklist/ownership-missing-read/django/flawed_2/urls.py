from django.urls import path

from garage import views

urlpatterns = [
    path("", views.overview),
    path("cars/<slug:plate>/", views.car_page, name="car"),
    path("cars/<slug:plate>/rename/", views.rename_car),
]
