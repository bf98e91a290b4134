from django.urls import path

from board.views import CardCreate, CardEdit, CardRemove, CardTable

urlpatterns = [
    path("cards/", CardTable.as_view(), name="table"),
    path("cards/new/", CardCreate.as_view()),
    path("cards/<int:pk>/edit/", CardEdit.as_view()),
    path("cards/<int:pk>/remove/", CardRemove.as_view()),
]
