from django.urls import path

from accounts_app.views import staff_edit, update_me

urlpatterns = [path("me/", update_me), path("staff/accounts/<int:pk>/", staff_edit)]
