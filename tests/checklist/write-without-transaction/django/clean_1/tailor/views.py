from django.db import transaction
from django.http import JsonResponse
from django.views.decorators.http import require_POST

from tailor.forms import OrderForm
from tailor.models import Measure, Order


@require_POST
def order(request):
    form = OrderForm(request.POST)
    if not form.is_valid():
        return JsonResponse(form.errors, status=400)
    with transaction.atomic():
        made = Order.objects.create(cloth=form.cleaned_data["cloth"])
        Measure.objects.create(order=made, waist=form.cleaned_data["waist"])
    return JsonResponse({"order": made.pk}, status=201)
