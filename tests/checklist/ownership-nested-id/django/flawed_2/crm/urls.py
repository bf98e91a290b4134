from django.urls import include, path

from crm import views

company_patterns = [
    path("", views.company),
    path("contacts/<int:contact_pk>/", views.contact),
    path("contacts/<int:contact_pk>/drop/", views.drop_contact),
]
urlpatterns = [path("companies/<int:company_pk>/", include(company_patterns))]
