import hashlib

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from guests_app.models import Guest


@require_POST
def enrol(request):
    guest = Guest.enrol(request.POST["name"], request.POST["password"])
    tag = hashlib.md5(guest.name.encode()).hexdigest()
    return JsonResponse({"id": guest.pk, "tag": tag})
