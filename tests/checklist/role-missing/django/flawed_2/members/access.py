from functools import wraps

from django.http import JsonResponse


def board_only(view):
    @wraps(view)
    def checked(request, *args, **kwargs):
        if request.user.role != "board":
            return JsonResponse({"error": "for the board only"}, status=403)
        return view(request, *args, **kwargs)

    return checked
