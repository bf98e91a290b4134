from django.http import JsonResponse

from vat import register


def check(request, number):
    return JsonResponse({"number": number, "valid": register.knows(number)})
