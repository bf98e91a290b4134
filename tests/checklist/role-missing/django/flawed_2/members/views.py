from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from members.access import board_only
from members.models import Member, Minute


@login_required
def directory(request):
    return render(request, "directory.html", {"members": Member.objects.all()[:500]})


@login_required
@board_only
def minutes(request):
    if request.method == "POST":
        Minute.objects.create(text=request.POST["text"])
    return render(request, "minutes.html", {"minutes": Minute.objects.order_by("-id")[:30]})


@login_required
@require_POST
def change_role(request, number):
    member = get_object_or_404(Member, pk=number)
    member.role = request.POST["role"]
    member.save(update_fields=["role"])
    return JsonResponse({"role": member.role})
