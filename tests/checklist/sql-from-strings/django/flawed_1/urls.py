from django.urls import path

from stats_app.views import SalesReport

urlpatterns = [path("reports/sales/", SalesReport.as_view())]
