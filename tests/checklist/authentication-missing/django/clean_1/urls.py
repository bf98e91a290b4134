from django.urls import include, path

from wiki.views import router

urlpatterns = [path("", include(router.urls))]
