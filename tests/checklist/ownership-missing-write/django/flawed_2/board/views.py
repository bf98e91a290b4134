from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse_lazy
from django.views.generic import ListView
from django.views.generic.edit import CreateView, DeleteView, UpdateView

from board.models import Card


class MineMixin(LoginRequiredMixin):
    model = Card

    def get_queryset(self):
        return super().get_queryset().filter(author=self.request.user)


class CardTable(MineMixin, ListView):
    template_name = "table.html"


class CardCreate(LoginRequiredMixin, CreateView):
    model = Card
    fields = ["headline", "text"]
    success_url = reverse_lazy("table")

    def form_valid(self, form):
        form.instance.author = self.request.user
        return super().form_valid(form)


class CardRemove(MineMixin, DeleteView):
    success_url = reverse_lazy("table")


class CardEdit(LoginRequiredMixin, UpdateView):
    model = Card
    fields = ["headline", "text"]
    success_url = reverse_lazy("table")
