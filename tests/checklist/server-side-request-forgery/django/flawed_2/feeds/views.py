from django.http import JsonResponse
from django.views.decorators.http import require_GET

from feeds.reader import Reader


@require_GET
def check(request):
    return JsonResponse({"entries": Reader().count(request.GET["feed"])})
