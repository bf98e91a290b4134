from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from rooms_app.forms import BookingForm
from rooms_app.models import Booking


def calendar(request):
    return render(request, "calendar.html", {"bookings": Booking.objects.select_related("booked_by").order_by("day")[:200]})


@login_required
def book(request):
    form = BookingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        booking = form.save(commit=False)
        booking.booked_by = request.user
        booking.save()
        return redirect("/rooms/")
    return render(request, "book.html", {"form": form})


@require_POST
def cancel(request, number):
    get_object_or_404(Booking, pk=number).delete()
    return redirect("/rooms/")
