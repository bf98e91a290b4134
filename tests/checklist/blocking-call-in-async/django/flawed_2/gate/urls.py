from django.urls import path

from gate.views import Open

urlpatterns = [path("open/<int:number>/", Open.as_view())]
