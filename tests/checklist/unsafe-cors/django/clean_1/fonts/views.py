from django.http import JsonResponse


def fonts(request):
    """For every page of the world, and for nobody in particular."""
    return JsonResponse({"fonts": ["sans", "serif"]})
