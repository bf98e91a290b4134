from django.shortcuts import get_object_or_404
from rest_framework import serializers, viewsets

from planner.models import Plan, Step


class PlanSerializer(serializers.ModelSerializer):
    class Meta:
        model = Plan
        fields = ["id", "title"]


class StepSerializer(serializers.ModelSerializer):
    class Meta:
        model = Step
        fields = ["id", "text", "done"]


class PlanViews(viewsets.ModelViewSet):
    serializer_class = PlanSerializer

    def get_queryset(self):
        return self.request.user.plans.all()

    def perform_create(self, serializer):
        serializer.save(maker=self.request.user)


class StepViews(viewsets.ModelViewSet):
    serializer_class = StepSerializer

    def get_queryset(self):
        return Step.objects.filter(plan_id=self.kwargs["plan_pk"], plan__maker=self.request.user)

    def perform_create(self, serializer):
        serializer.save(plan=get_object_or_404(self.request.user.plans, pk=self.kwargs["plan_pk"]))
