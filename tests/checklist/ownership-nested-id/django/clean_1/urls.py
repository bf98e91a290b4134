from django.urls import include, path
from rest_framework_nested import routers

from planner.views import PlanViews, StepViews

plans = routers.SimpleRouter()
plans.register("plans", PlanViews, basename="plan")
steps = routers.NestedSimpleRouter(plans, "plans", lookup="plan")
steps.register("steps", StepViews, basename="step")
urlpatterns = [path("", include(plans.urls)), path("", include(steps.urls))]
