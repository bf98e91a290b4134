from django.urls import include, path
from rest_framework.routers import DefaultRouter

from catalogue.views import ProductViewSet

router = DefaultRouter()
router.register("products", ProductViewSet)
urlpatterns = [path("api/", include(router.urls))]
