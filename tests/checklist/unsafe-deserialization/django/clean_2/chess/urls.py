from django.urls import path

from chess.views import Board

urlpatterns = [path("board/", Board.as_view())]
