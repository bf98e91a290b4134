from django.urls import include, path
from rest_framework.routers import DefaultRouter

from ads.views import AdViews, ReportViews

router = DefaultRouter()
router.register("ads", AdViews)
router.register("reports", ReportViews)
urlpatterns = [path("api/", include(router.urls))]
