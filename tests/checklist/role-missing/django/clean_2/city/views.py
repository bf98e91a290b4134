from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404, redirect
from django.views import View
from django.views.decorators.http import require_POST
from django.views.generic import CreateView, ListView

from city.models import Event, Ticket


class Events(ListView):
    queryset = Event.objects.filter(approved=True)
    paginate_by = 25


class NewEvent(PermissionRequiredMixin, CreateView):
    permission_required = "city.add_event"
    model = Event
    fields = ["title"]
    success_url = "/events/"


class Approve(PermissionRequiredMixin, View):
    permission_required = "city.change_event"

    def post(self, request, pk):
        Event.objects.filter(pk=pk).update(approved=True)
        return redirect("/events/")


@login_required
@require_POST
def reserve(request, pk):
    event = get_object_or_404(Event, pk=pk, approved=True)
    Ticket.objects.create(event=event, visitor=request.user)
    return redirect("/events/")
