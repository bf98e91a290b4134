from functools import wraps

from django.http import HttpResponseForbidden
from django.shortcuts import get_object_or_404

from lists.models import Board


def may_read(request, board):
    if not board.closed:
        return True
    return request.user.is_superuser or board.keeper == request.user


def open_or_reader(view):
    @wraps(view)
    def inner(request, name, *args, **kwargs):
        board = get_object_or_404(Board, name=name)
        if not may_read(request, board):
            return HttpResponseForbidden()
        request.board = board
        return view(request, name, *args, **kwargs)

    return inner
