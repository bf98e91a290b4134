from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_http_methods

from library.access import entry_on, shelf_of


@method_decorator(login_required, name="dispatch")
class ShelfPage(View):
    def get(self, request, shelf_id):
        shelf = shelf_of(request.user, shelf_id)
        return JsonResponse({"titles": [each.title for each in shelf.entry_set.all()[:100]]})


class EntryPage(View):
    @method_decorator(login_required)
    def dispatch(self, request, *args, **kwargs):
        self.shelf = shelf_of(request.user, kwargs["shelf_id"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, shelf_id, entry_id):
        return JsonResponse({"title": entry_on(self.shelf, entry_id).title})


@login_required
@require_http_methods(["DELETE", "POST"])
def remove_entry(request, shelf_id, entry_id):
    entry = entry_on(shelf_of(request.user, shelf_id), entry_id)
    entry.delete()
    return JsonResponse({}, status=204)
