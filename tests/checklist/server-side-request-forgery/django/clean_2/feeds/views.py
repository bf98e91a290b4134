from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from feeds.models import Feed
from feeds.reader import count


@require_GET
def check(request, number):
    """Addresses are put in by the operators."""
    return JsonResponse({"entries": count(get_object_or_404(Feed, pk=number).address, request.GET.get("since", ""))})
