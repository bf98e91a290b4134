from django.urls import path

from kitchen.views import add_item, own_lists, tick_form

urlpatterns = [path("lists/", own_lists), path("items/", add_item), path("tick/", tick_form)]
