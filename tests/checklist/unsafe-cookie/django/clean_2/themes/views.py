from django.http import HttpResponse
from django.views.decorators.http import require_GET

from themes.choices import cleaned


@require_GET
def choose(request):
    response = HttpResponse(status=204)
    response.set_cookie("theme", cleaned(request.GET.get("theme", "light")), max_age=31536000)
    return response
