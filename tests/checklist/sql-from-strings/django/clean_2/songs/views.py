from django.db.models.expressions import RawSQL
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from songs.models import Song


@require_safe
def search(request):
    words = request.GET.get("q", "")
    songs = Song.objects.sounding_like(words).annotate(rank=RawSQL("ts_rank(vector, plainto_tsquery(%s))", (words,)))
    return JsonResponse({"songs": [each.title for each in songs.order_by("-rank")[:20]]})
