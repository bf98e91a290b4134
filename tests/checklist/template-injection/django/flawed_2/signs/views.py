from django.http import HttpResponse

from signs.painter import Painter


def sign(request):
    return HttpResponse(Painter("street").paint(request.POST["pattern"]))
