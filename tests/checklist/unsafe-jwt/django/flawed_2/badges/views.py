from django.http import JsonResponse
from django.views import View

from badges.reading import claims


class Badge(View):
    def get(self, request):
        found = claims(request)
        if "sub" not in found:
            return JsonResponse({"error": "who are you?"}, status=401)
        return JsonResponse({"badge": found["sub"]})
