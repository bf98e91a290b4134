from django.urls import include, path
from rest_framework.routers import DefaultRouter

from timers_app.views import TimerViews, stop_timer

router = DefaultRouter()
router.register("timers", TimerViews, basename="timer")
urlpatterns = [path("timers/<int:pk>/stop", stop_timer), path("", include(router.urls))]
