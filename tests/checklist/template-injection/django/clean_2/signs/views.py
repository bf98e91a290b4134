from django.http import HttpResponse
from django.shortcuts import render

from signs.painter import Painter


def sign(request):
    if "plain" in request.POST:
        return HttpResponse(Painter("street").paint(request.POST["words"]))
    return render(request, "sign.html", {"words": request.POST["words"]})
