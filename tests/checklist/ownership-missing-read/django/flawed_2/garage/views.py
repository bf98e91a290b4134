from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from garage.models import Car


def _find(plate):
    return get_object_or_404(Car, plate=plate)


@login_required
def overview(request):
    return render(request, "overview.html", {"cars": Car.objects.filter(keeper=request.user)})


@login_required
def car_page(request, plate):
    car = _find(plate)
    return render(request, "car.html", {"car": car, "position": car.last_position})


@login_required
def rename_car(request, plate):
    car = _find(plate)
    if car.keeper_id != request.user.id:
        raise Http404
    if request.method == "POST":
        car.nickname = request.POST["nickname"][:40]
        car.save()
    return redirect("car", plate=car.plate)
