from django.urls import include, path

urlpatterns = [path("t/", include(("threads_app.urls", "threads_app"), namespace="t"))]
