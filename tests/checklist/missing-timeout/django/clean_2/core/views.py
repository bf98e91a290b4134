from django.http import JsonResponse

from core.bus import talk


def lights(request):
    return JsonResponse({"state": talk(b"STATE")})
