from django.http import JsonResponse

from trees.models import Tree


def tree(request, number):
    found = Tree.objects.filter(pk=number).first()
    if found is None:
        return JsonResponse({"error": "no such tree"})
    return JsonResponse({"height": found.height})
