from django.http import JsonResponse
from django.views import View

from chess.saved import from_file, openings


class Board(View):
    def post(self, request):
        return JsonResponse({"moves": len(from_file(request.FILES["game"])), "known": len(openings())})
