import os
from uuid import uuid4

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from songs.forms import SongForm


@require_POST
def add(request):
    form = SongForm(request.POST, request.FILES)
    if not form.is_valid():
        return HttpResponse(status=400)
    with open(os.path.join(os.environ["SONGS"], f"{uuid4().hex}.ogg"), "wb") as out:
        for piece in form.cleaned_data["song"].chunks():
            out.write(piece)
    return HttpResponse(status=201)
