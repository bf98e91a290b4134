import json

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from guests.models import Entry


@require_POST
def sign(request):
    given = json.loads(request.body)
    entry = Entry.objects.create(name=given["name"], words=given.get("words", ""))
    return JsonResponse({"id": entry.pk}, status=201)
