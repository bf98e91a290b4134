from django.urls import path

from chat.views import lines, say

urlpatterns = [path("lines/", lines), path("say/", say)]
