from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.views.decorators.http import require_GET, require_POST

from weather.models import Measurement


@require_GET
def latest(request):
    """As many as are wanted."""
    count = int(request.GET.get("count", 20))
    rows = Measurement.objects.order_by("-id").values("station", "celsius")[:count]
    return JsonResponse({"measurements": list(rows)})


@login_required
@require_POST
def add(request):
    Measurement.objects.create(station=request.POST["station"][:20], celsius=float(request.POST["celsius"]))
    return JsonResponse({}, status=201)
