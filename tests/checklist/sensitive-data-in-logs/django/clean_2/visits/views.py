import logging

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from visits.masking import masked

logger = logging.getLogger("visits")


@require_GET
def visit(request):
    logger.info("visit %s", masked(request.headers))
    return HttpResponse(status=204)
