from django.urls import include, path
from rest_framework import routers

from orders_app.views import OrderViews

router = routers.SimpleRouter()
router.register("orders", OrderViews, basename="order")
urlpatterns = [path("shop/", include(router.urls))]
