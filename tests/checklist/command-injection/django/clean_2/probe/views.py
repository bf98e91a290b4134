from django.http import JsonResponse
from django.views import View

from probe.ping import answers


class Reach(View):
    def get(self, request):
        return JsonResponse({"up": answers(request.GET.get("host", "localhost"))})
