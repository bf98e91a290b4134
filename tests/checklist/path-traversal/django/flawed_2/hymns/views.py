from django.http import HttpResponse

from hymns.book import Book


def text(request):
    return HttpResponse(Book().read(request.GET["title"]), content_type="text/plain")
