from django.contrib.auth import authenticate, login
from django.shortcuts import redirect, render


def board(request):
    if request.method == "POST":
        sailor = authenticate(request, username=request.POST["name"], password=request.POST["password"])
        if sailor is not None:
            login(request, sailor)
            return redirect("/deck/")
    return render(request, "board.html")
