from django.http import HttpResponse

from hymns.book import Book


def text(request, title):
    return HttpResponse(Book().read(title), content_type="text/plain")


def numbered(request, number):
    return HttpResponse(Book().read(f"number-{number}"), content_type="text/plain")
