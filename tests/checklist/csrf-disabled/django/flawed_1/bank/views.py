from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import CreateView

from bank.forms import TransferForm
from bank.models import Transfer


class SendMoney(LoginRequiredMixin, CreateView):
    model = Transfer
    form_class = TransferForm
    success_url = "/transfers/"

    def form_valid(self, form):
        form.instance.sender = self.request.user
        return super().form_valid(form)
