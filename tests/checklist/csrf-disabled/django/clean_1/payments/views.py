import hashlib
import hmac
import json

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseForbidden, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from payments.models import Payment


def _signed(request):
    wanted = hmac.new(settings.BANK_KEY.encode(), request.body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(wanted, request.headers.get("X-Bank-Signature", ""))


@csrf_exempt
@require_POST
def bank_says(request):
    """The bank has no cookie: it signs what it sends."""
    if not _signed(request):
        return HttpResponseForbidden()
    told = json.loads(request.body)
    Payment.objects.filter(reference=told["reference"]).update(settled=True)
    return HttpResponse(status=204)


@login_required
def own_payments(request):
    rows = Payment.objects.filter(payer=request.user).values("reference", "settled")
    return JsonResponse({"payments": list(rows[:50])})
