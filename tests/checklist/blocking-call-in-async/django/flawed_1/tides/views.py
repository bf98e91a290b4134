from django.http import JsonResponse

from tides.station import level


async def today(request):
    return JsonResponse({"level": level()})
