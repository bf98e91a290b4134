from django.http import JsonResponse


def menu(request):
    return JsonResponse({"soup": "leek"})
