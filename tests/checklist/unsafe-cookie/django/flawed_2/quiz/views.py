import uuid

from django.http import HttpResponse
from django.views import View

from quiz.cookies import remember


class Start(View):
    def get(self, request):
        return remember(HttpResponse("go"), uuid.uuid4().hex)
