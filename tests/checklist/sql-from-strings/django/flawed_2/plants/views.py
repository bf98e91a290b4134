from django.views.generic import ListView

from plants.models import in_family


class PlantSearch(ListView):
    template_name = "plants.html"
    paginate_by = 50

    def get_queryset(self):
        return in_family(self.kwargs["family"])
