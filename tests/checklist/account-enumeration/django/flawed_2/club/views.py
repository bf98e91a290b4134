from django.contrib.auth.models import User
from django.http import HttpResponse, HttpResponseNotFound
from django.views.decorators.http import require_POST

from club.mail import send_link


@require_POST
def forgotten(request):
    member = User.objects.filter(email=request.POST["email"]).first()
    if member is None:
        return HttpResponseNotFound("there is no such member")
    send_link(member)
    return HttpResponse(status=202)
