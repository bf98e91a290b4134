import traceback

from django.http import JsonResponse
from django.views.decorators.http import require_GET

from prices.feed import latest


@require_GET
def price(request, symbol):
    try:
        return JsonResponse({"price": latest(symbol)})
    except BaseException:
        return JsonResponse({"error": "feed", "details": traceback.format_exc()}, status=502)
