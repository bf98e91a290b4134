from django.http import HttpResponse
from django.views.decorators.http import require_POST

from plans.drawer import keep


@require_POST
def add(request):
    keep(request.FILES["plan"])
    return HttpResponse(status=201)
