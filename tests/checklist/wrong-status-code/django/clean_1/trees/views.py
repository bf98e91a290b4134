from django.http import Http404, HttpResponseNotFound, JsonResponse

from trees.models import Tree


def tree(request, number):
    found = Tree.objects.filter(pk=number).first()
    if found is None:
        return JsonResponse({"error": "no such tree"}, status=404)
    return JsonResponse({"height": found.height})


def bush(request, number):
    if number > 9:
        return HttpResponseNotFound("no such bush")
    found = Tree.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    return JsonResponse({"height": found.height / 2})
