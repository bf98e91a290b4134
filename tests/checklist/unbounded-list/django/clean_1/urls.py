from django.urls import include, path
from rest_framework.routers import DefaultRouter

from quotes.views import LanguageViews, QuoteViews

router = DefaultRouter()
router.register("quotes", QuoteViews)
router.register("languages", LanguageViews)
urlpatterns = [path("", include(router.urls))]
