from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render

from accounts_app.forms import ProfileForm, StaffForm
from accounts_app.models import Account

EDITABLE = ("bio", "city")


@login_required
def update_me(request):
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST":
        if form.is_valid():
            form.save()
        for name in EDITABLE:
            if name in request.POST:
                setattr(request.user, name, request.POST[name])
        request.user.save()
        return redirect("/me/")
    return render(request, "me.html", {"form": form})


@staff_member_required
def staff_edit(request, pk):
    account = get_object_or_404(Account, pk=pk)
    form = StaffForm(request.POST or None, instance=account)
    if request.method == "POST" and form.is_valid():
        form.save()
    return render(request, "staff.html", {"form": form})
