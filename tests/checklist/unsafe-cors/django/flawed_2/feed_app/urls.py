from django.urls import path

from feed_app.views import Feed

urlpatterns = [path("", Feed.as_view())]
