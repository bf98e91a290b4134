from django.http import JsonResponse


def greet(request):
    return JsonResponse({"hello": "world"})
