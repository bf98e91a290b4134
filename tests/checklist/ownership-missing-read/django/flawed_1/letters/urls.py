from django.urls import path

from letters import views

urlpatterns = [
    path("letters/", views.LetterList.as_view()),
    path("letters/<int:letter_number>/print/", views.LetterPrint.as_view()),
]
