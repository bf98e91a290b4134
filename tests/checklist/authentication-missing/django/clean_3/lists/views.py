from django.http import JsonResponse
from django.shortcuts import get_object_or_404

from lists.doors import open_or_reader
from lists.models import Applause, Letter


@open_or_reader
def letter(request, name, pk):
    found = get_object_or_404(Letter, board=request.board, pk=pk)
    given = Applause.objects.filter(letter=found, giver=request.user).first()
    return JsonResponse({"words": found.words, "applauded": given is not None})


def person(request, number):
    return JsonResponse({"applause": [each.letter_id for each in Applause.objects.filter(giver_id=number)[:20]]})
