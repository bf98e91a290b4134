from django.urls import path

from .views import Drafts, OneRecipe

app_name = "cook"
urlpatterns = [path("drafts/", Drafts.as_view()), path("recipes/<int:pk>/", OneRecipe.as_view(), name="one")]
