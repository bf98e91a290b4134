from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import JsonResponse
from django.views import View


class Cart(LoginRequiredMixin, View):
    def get(self, request):
        return JsonResponse({"items": request.session.get("items", [])})
