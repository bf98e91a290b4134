from django.urls import path

from payments import views

urlpatterns = [path("hooks/bank/", views.bank_says), path("payments/", views.own_payments)]
