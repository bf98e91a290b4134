from django.http import JsonResponse
from django.views import View

from gate.motor import Motor


class Open(View):
    async def get(self, request, number):
        motor = Motor(number)
        await motor.wake()
        return JsonResponse({"gate": number, "state": motor.state})
