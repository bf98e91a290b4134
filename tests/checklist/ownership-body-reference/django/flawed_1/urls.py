from django.urls import include, path
from rest_framework.routers import DefaultRouter

from bank_app import viewsets

router = DefaultRouter()
router.register("wallets", viewsets.WalletViewSet, "wallet")
router.register("rules", viewsets.StandingOrderViewSet, "rule")
urlpatterns = [path("api/", include(router.urls))]
