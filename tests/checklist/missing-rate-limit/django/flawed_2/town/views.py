from django.contrib import auth
from django.shortcuts import redirect, render

from town.forms import SignInForm


def sign_in(request):
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = auth.authenticate(request, username=form.cleaned_data["name"], password=form.cleaned_data["password"])
        if person is not None:
            auth.login(request, person)
            return redirect("/")
    return render(request, "sign_in.html", {"form": form})
