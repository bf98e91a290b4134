from django.db.models import Count
from django.http import JsonResponse
from django.shortcuts import get_object_or_404

from inn.models import Night, Room


def rooms(request):
    counted = Room.objects.annotate(nights=Count("night"))[:40]
    return JsonResponse({"rooms": [{"room": one.number, "nights": one.nights} for one in counted]})


def room(request, number):
    found = get_object_or_404(Room, number=number)
    nights = Night.objects.filter(room_id=found.id)[:31]
    return JsonResponse({"room": found.number, "days": [night.day.isoformat() for night in nights]})
