from rest_framework.routers import SimpleRouter

from .views import MessageViews

router = SimpleRouter()
router.register("messages", MessageViews)
urlpatterns = router.urls
