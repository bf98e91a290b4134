from django.urls import path

from portal.views import NoticeBoard, clear_notice, write_notice

urlpatterns = [
    path("notices/", NoticeBoard.as_view()),
    path("notices/write/", write_notice),
    path("notices/clear/", clear_notice),
]
