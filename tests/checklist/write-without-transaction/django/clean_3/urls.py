from django.urls import path

from archive.views import applaud, tag

urlpatterns = [path("letters/<int:pk>/tags/", tag), path("letters/<int:pk>/applause/", applaud)]
