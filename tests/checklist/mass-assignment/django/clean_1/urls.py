from django.urls import include, path
from rest_framework import routers

from tickets.views import TicketViews

router = routers.DefaultRouter()
router.register("tickets", TicketViews, basename="ticket")
urlpatterns = [path("", include(router.urls))]
