from django.http import Http404

from library.models import Entry, Shelf


def shelf_of(account, number):
    shelf = Shelf.objects.filter(id=number).first()
    if shelf is None or shelf.reader_id != account.id:
        raise Http404("no such shelf")
    return shelf


def entry_on(shelf, number):
    entry = Entry.objects.filter(id=number).first()
    if entry is None or entry.shelf_id != shelf.id:
        raise Http404("no such entry")
    return entry
