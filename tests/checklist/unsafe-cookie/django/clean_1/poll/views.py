import uuid

from django.http import HttpResponse
from django.views import View

from poll.cookies import remember


class Begin(View):
    def get(self, request):
        return remember(HttpResponse("go"), uuid.uuid4().hex)
