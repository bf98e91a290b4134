from django.urls import path

from library.views import EntryPage, ShelfPage, remove_entry

urlpatterns = [
    path("shelves/<int:shelf_id>/", ShelfPage.as_view()),
    path("shelves/<int:shelf_id>/entries/<int:entry_id>/", EntryPage.as_view()),
    path("shelves/<int:shelf_id>/entries/<int:entry_id>/remove/", remove_entry),
]
