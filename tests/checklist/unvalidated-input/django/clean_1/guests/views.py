import json

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from guests.forms import EntryForm


@require_POST
def sign(request):
    form = EntryForm(json.loads(request.body))
    if not form.is_valid():
        return JsonResponse(form.errors, status=400)
    return JsonResponse({"id": form.save().pk}, status=201)
