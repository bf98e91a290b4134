from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404

from machines.models import Machine


@login_required
def machine_list(request):
    rows = Machine.objects.filter(owner=request.user).values("id", "hostname")
    return JsonResponse({"machines": list(rows[:100])})


@login_required
def machine_page(request, pk):
    machine = get_object_or_404(Machine, pk=pk, owner=request.user)
    return JsonResponse(machine.public())
