from django.urls import include, path

urlpatterns = [path("feed/", include("feed_app.urls"))]
