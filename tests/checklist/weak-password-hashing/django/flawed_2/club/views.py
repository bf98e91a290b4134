from django.shortcuts import redirect
from django.views.generic import FormView

from club.forms import JoinForm


class Join(FormView):
    form_class = JoinForm
    template_name = "join.html"

    def form_valid(self, form):
        visitor = form.store()
        self.request.session["visitor"] = visitor.pk
        return redirect("/")
