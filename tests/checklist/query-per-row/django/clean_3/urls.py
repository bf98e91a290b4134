from django.urls import path

from forum.views import shelve, thread, tidy

urlpatterns = [path("threads/<int:pk>/", thread), path("threads/<int:pk>/tidy/", tidy), path("threads/<int:pk>/shelves/", shelve)]
