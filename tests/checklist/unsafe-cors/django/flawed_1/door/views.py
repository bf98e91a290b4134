from django.http import JsonResponse


def who(request):
    return JsonResponse({"name": request.user.get_username()})
