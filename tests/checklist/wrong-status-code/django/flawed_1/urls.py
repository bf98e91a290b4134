from django.urls import path

from trees.views import tree

urlpatterns = [path("trees/<int:number>/", tree)]
