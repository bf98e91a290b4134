from django.urls import include, path
from rest_framework.routers import DefaultRouter

from hooks_app.views import DeliveryViews, HookViews

router = DefaultRouter()
router.register("hooks", HookViews, basename="hook")
router.register("deliveries", DeliveryViews, basename="delivery")
urlpatterns = [path("api/", include(router.urls))]
