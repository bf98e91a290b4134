from django.urls import path

from trees.views import bush, tree

urlpatterns = [path("trees/<int:number>/", tree), path("bushes/<int:number>/", bush)]
