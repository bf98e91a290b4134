from django.urls import path

from bank.views import SendMoney

urlpatterns = [path("transfers/", SendMoney.as_view())]
