from django.urls import include, path
from rest_framework.routers import SimpleRouter

from inventory.views import PartViews

router = SimpleRouter()
router.register("parts", PartViews, basename="part")
urlpatterns = [path("", include(router.urls))]
