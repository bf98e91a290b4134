from django.contrib.auth.decorators import login_required
from django.http import HttpResponseForbidden
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from crm.models import Company, Contact


def _company_of(request, number):
    company = get_object_or_404(Company, pk=number)
    return company if company.agent == request.user else None


@login_required
def company(request, company_pk):
    found = _company_of(request, company_pk)
    if found is None:
        return HttpResponseForbidden()
    return render(request, "company.html", {"company": found, "contacts": found.contact_set.all()})


@login_required
def contact(request, company_pk, contact_pk):
    found = _company_of(request, company_pk)
    if found is None:
        return HttpResponseForbidden()
    person = get_object_or_404(Contact, pk=contact_pk, company=found)
    return render(request, "contact.html", {"contact": person})


@login_required
@require_POST
def drop_contact(request, company_pk, contact_pk):
    found = _company_of(request, company_pk)
    if found is None:
        return HttpResponseForbidden()
    Contact.objects.get(pk=contact_pk).delete()
    return redirect("/companies/")
