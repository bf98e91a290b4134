from asgiref.sync import sync_to_async
from django.http import JsonResponse

from tides.station import level


async def today(request):
    return JsonResponse({"level": await sync_to_async(level)(0)})


def tomorrow(request):
    return JsonResponse({"level": level(1)})
