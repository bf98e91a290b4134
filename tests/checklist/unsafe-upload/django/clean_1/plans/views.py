from django.http import HttpResponse
from django.views.decorators.http import require_POST

from plans.drawer import keep


@require_POST
def add(request):
    upload = request.FILES["plan"]
    if upload.size > 5_000_000 or upload.content_type not in ("application/pdf",):
        return HttpResponse(status=415)
    keep(upload)
    return HttpResponse(status=201)
