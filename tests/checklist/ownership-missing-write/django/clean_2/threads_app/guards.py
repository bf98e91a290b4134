from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from threads_app.models import Post


def with_own_post(view):
    """Hands the view the post, and only to who wrote it or to a moderator."""

    @wraps(view)
    def inner(request, post_number, *args, **kwargs):
        post = get_object_or_404(Post, pk=post_number)
        if post.writer != request.user and not request.user.is_staff:
            raise PermissionDenied
        return view(request, post, *args, **kwargs)

    return inner
