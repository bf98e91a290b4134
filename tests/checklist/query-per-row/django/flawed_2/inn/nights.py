from inn.models import Night


def booked(room) -> int:
    return Night.objects.filter(room=room.pk).count()
