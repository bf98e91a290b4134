from django.urls import re_path

from plants.views import PlantSearch

urlpatterns = [re_path(r"^plants/search/(?P<family>\w[^/]*)/$", PlantSearch.as_view())]
