from rest_framework import generics, serializers

from api.models import Reminder


class ReminderSerializer(serializers.ModelSerializer):
    class Meta:
        model = Reminder
        fields = ["id", "text"]


class Reminders(generics.ListCreateAPIView):
    """Tokens in a header: no browser sends them by itself."""

    serializer_class = ReminderSerializer

    def get_queryset(self):
        return Reminder.objects.filter(person=self.request.user)

    def perform_create(self, serializer):
        serializer.save(person=self.request.user)
