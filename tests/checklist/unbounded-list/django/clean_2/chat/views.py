from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.views.decorators.http import require_POST

from chat.models import Line


@login_required
def lines(request):
    page = Paginator(Line.objects.order_by("-id"), 50).get_page(request.GET.get("page"))
    last = min(int(request.GET.get("last", 10)), 100)
    newest = Line.objects.order_by("-id")[:last]
    return JsonResponse({"page": [each.text for each in page], "newest": [each.text for each in newest]})


@login_required
@require_POST
def say(request):
    line = Line.objects.create(text=request.POST["text"][:500])
    return JsonResponse({"id": line.id}, status=201)
