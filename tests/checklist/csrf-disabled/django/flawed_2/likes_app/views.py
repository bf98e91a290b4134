from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from likes_app.models import Like


@csrf_exempt
@require_POST
@login_required
def like(request, story):
    Like.objects.create(fan=request.user, story=story)
    return JsonResponse({"liked": True})


@require_POST
@login_required
def unlike(request, story):
    Like.objects.filter(fan=request.user, story=story).delete()
    return JsonResponse({"liked": False})
