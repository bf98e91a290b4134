from django.urls import path

from diary_app.views import NewPage, ShowDiary

urlpatterns = [path("diaries/<int:pk>/", ShowDiary.as_view(), name="diary"), path("pages/new/", NewPage.as_view())]
