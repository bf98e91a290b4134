from django.urls import include, path

urlpatterns = [path("", include("recipes_app.urls", namespace="cook"))]
