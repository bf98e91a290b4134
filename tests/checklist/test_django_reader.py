"""Ways in which Django applications mount, guard and answer, each read from a small application into the table of routes."""
from __future__ import annotations

from pathlib import Path

import pytest

from bedplate.checklist.review.picture import Picture, Route
from bedplate.checklist.review.run import picture_of

SETTINGS = "INSTALLED_APPS = ['django.contrib.auth']\nROOT_URLCONF = 'urls'\nMIDDLEWARE = []\n"
MODELS = """\
from django.conf import settings
from django.db import models


class Shelf(models.Model):
    title = models.CharField(max_length=40)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name='shelves')


class Book(models.Model):
    name = models.CharField(max_length=40)
    slug = models.SlugField(unique=True)
    shelf = models.ForeignKey(Shelf, on_delete=models.CASCADE)
"""
VIEWS = """\
from django.http import JsonResponse
from django.views import View


def home(request):
    return JsonResponse({})


def one(request, number):
    return JsonResponse({'number': number})


class Page(View):
    def get(self, request):
        return JsonResponse({})

    def delete(self, request):
        return JsonResponse({})
"""


def write(folder: Path, **files: str) -> Path:
    """Write modules; `shop__urls` is `shop/urls.py`."""
    for name, text in {"settings": SETTINGS, "models": MODELS, "views": VIEWS, **files}.items():
        path = folder / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def read(folder: Path, **files: str) -> Picture:
    return picture_of(write(folder, **files))[1]


def names(folder: Path, **files: str) -> set[str]:
    return {route.name for route in read(folder, **files).routes}


def route(picture: Picture, name: str) -> Route:
    (found,) = [each for each in picture.routes if each.name == name]
    return found


def writes(found: Route) -> set[tuple[str, str]]:
    return {(each.event.name, each.event.query.collection) for each in found.happenings if each.event.kind == "write" and each.event.query}


# --- where views are mounted ----------------------------------------------------------------------------------------------------------
PATTERNS = {
    "a list that grows": ("urlpatterns = [path('a/', home)]\nurlpatterns += [path('b/', home)]\nurlpatterns.append(path('c/', home))\n",
                          {"GET /a/", "GET /b/", "GET /c/"}),
    "lists added to each other": ("own = [path('a/', home)]\nurlpatterns = own + [path('b/', home)]\n", {"GET /a/", "GET /b/"}),
    "one of two lists": ("import os\nurlpatterns = [path('a/', home)] if os.environ.get('A') else [path('b/', home)]\n", {"GET /a/", "GET /b/"}),
    "spread lists": ("own = [path('a/', home)]\nurlpatterns = [*own, path('b/', home)]\n", {"GET /a/", "GET /b/"}),
    "only when debugging": ("import sys\nurlpatterns = []\nif 'debug' in sys.argv:\n    urlpatterns += [path('a/', home)]\n", {"GET /a/"}),
    "included lists": ("urlpatterns = [path('in/', include([path('a/', home), path('b/', home)]))]\n", {"GET /in/a/", "GET /in/b/"}),
    "an included list with a namespace": ("own = [path('a/', home)]\nurlpatterns = [path('in/', include((own, 'app'), namespace='x'))]\n", {"GET /in/a/"}),
    "a tuple": ("own = [path('a/', home)]\nurlpatterns = [path('in/', (own, 'app', 'x'))]\n", {"GET /in/a/"}),
    "a list instead of a view": ("urlpatterns = [path('in/', [path('a/', home)])]\n", {"GET /in/a/"}),
    "a keyword": ("urlpatterns = [path('a/', view=home)]\n", {"GET /a/"}),
    "languages": ("from django.conf.urls.i18n import i18n_patterns\nurlpatterns = i18n_patterns(path('a/', home), path('b/', home))\n", {"GET /a/", "GET /b/"}),
    "a regular expression": ("urlpatterns = [re_path(r'^n/(?P<number>[0-9]+)/$', one)]\n", {"GET /n/{number}/"}),
    "a converter": ("urlpatterns = [path('n/<int:number>/', one)]\n", {"GET /n/{number}/"}),
    "a whole rest": ("urlpatterns = [path('n/<path:number>', one)]\n", {"GET /n/{number:path}"}),
    "a text that is put together": ("from django.conf import settings\nurlpatterns = [path(f'a/{settings.X}/', home)]\n", {"GET /a/"}),
    "a class": ("urlpatterns = [path('p/', Page.as_view())]\n", {"GET /p/", "DELETE /p/"}),
    "a decorated view": ("from django.contrib.auth.decorators import login_required\nurlpatterns = [path('p/', login_required(Page.as_view()))]\n", {"GET /p/", "DELETE /p/"}),
    "patterns of a function": ("def both(prefix):\n    return [path(prefix + 'a/', home), path(prefix + 'b/', home)]\n\n\nurlpatterns = [*both('x')]\n",
                               {"GET /xa/", "GET /xb/"}),
    "a function that includes": ("def inside():\n    return [path('in/', include([path('a/', home)]))]\n\n\nurlpatterns = inside()\n", {"GET /in/a/"}),
    "a library's view": ("from django.contrib.sitemaps.views import sitemap\nurlpatterns = [path('map.xml', sitemap)]\n", {"ANY /map.xml"}),
}  # fmt: skip


@pytest.mark.parametrize("how", sorted(PATTERNS))
def test_patterns_are_read_however_they_are_written(how: str, tmp_path: Path) -> None:
    """Lists that are added, spread, included, made by functions or chosen: each view stands at its whole path."""
    text, expected = PATTERNS[how]
    urls = f"from django.urls import include, path, re_path\nfrom views import Page, home, one\n\n{text}"
    assert names(tmp_path, urls=urls) == expected


def test_a_view_that_cannot_be_followed_is_unread(tmp_path: Path) -> None:
    """A view that only exists at run time is said to be unread; the other routes are there."""
    picture = read(tmp_path, urls="from django.urls import path\nfrom views import home\nVIEWS = {}\nurlpatterns = [path('a/', VIEWS['a'].x[0]), path('b/', home)]\n")
    assert [reason for _, reason in picture.unread] == ["the view of the pattern could not be followed"]
    assert {each.name for each in picture.routes} == {"GET /b/"}


def test_configurations_without_a_root_are_all_read(tmp_path: Path) -> None:
    """Where no settings name the root, each configuration that no other includes is one."""
    found = names(tmp_path, settings="", urls="from django.urls import include, path\nurlpatterns = [path('shop/', include('shop.urls'))]\n",
                  shop__urls="from django.urls import path\nfrom views import home\nurlpatterns = [path('a/', home)]\n",
                  extra__urls="from django.urls import path\nfrom views import home\nurlpatterns = [path('z/', home)]\n")  # fmt: skip
    assert found == {"GET /shop/a/", "GET /z/"}


SETS = """\
from models import Book, Shelf
from rest_framework import permissions, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response


class BookSerializer(serializers.ModelSerializer):
    class Meta:
        model = Book
        fields = ['id', 'name']


class Books(viewsets.ModelViewSet):
    queryset = Book.objects.all()
    serializer_class = BookSerializer
    http_method_names = ['get', 'post']
    lookup_field = 'slug'

    @action(detail=True, methods=['post'], url_path='lend-out', permission_classes=[permissions.IsAuthenticated])
    def lend(self, request, slug=None):
        return Response({})

    @action(detail=False)
    def newest(self, request):
        return Response(BookSerializer(self.get_queryset().last()).data)


class Shelves(viewsets.ReadOnlyModelViewSet):
    queryset = Shelf.objects.all()
    serializer_class = BookSerializer
"""
BOOKS = {"GET /b/", "POST /b/", "GET /b/{slug}/", "POST /b/{slug}/lend-out/", "GET /b/newest/"}
SHELVES = {"GET /s/", "GET /s/{pk}/"}


@pytest.mark.parametrize("mounted", ["urlpatterns = router.urls", "urlpatterns = [path('', include(router.urls))]", "urlpatterns = [*router.urls]"])
def test_routers_are_read_wherever_they_are_mounted(mounted: str, tmp_path: Path) -> None:
    """`router.register` gives the usual routes and those of `@action`, without the methods that the class leaves out."""
    urls = ("from django.urls import include, path\nfrom rest_framework.routers import DefaultRouter\nfrom sets import Books, Shelves\n\n"
            f"router = DefaultRouter()\nrouter.register('b', Books)\nrouter.register(prefix='s', viewset=Shelves)\n{mounted}\n")  # fmt: skip
    assert names(tmp_path, sets=SETS, urls=urls) == BOOKS | SHELVES


def test_one_router_takes_over_what_another_has(tmp_path: Path) -> None:
    """`router.registry.extend(other.registry)` mounts the sets of the other router below the first."""
    found = names(tmp_path, sets=SETS, shop__urls="from rest_framework.routers import SimpleRouter\nfrom sets import Books\n\nrouter = SimpleRouter()\nrouter.register('b', Books)\n",
                  urls="from django.urls import include, path\nfrom rest_framework.routers import DefaultRouter\nfrom sets import Shelves\nfrom shop.urls import router as shop\n\n"
                       "router = DefaultRouter()\nrouter.register('s', Shelves)\nrouter.registry.extend(shop.registry)\nurlpatterns = [path('api/', include(router.urls))]\n")  # fmt: skip
    assert {"GET /api/s/", "GET /api/b/"} <= found


def test_a_set_may_be_mounted_by_its_actions(tmp_path: Path) -> None:
    """`ViewSet.as_view({...})` gives one route for each method that is named, and no other."""
    found = names(tmp_path, sets=SETS, urls="from django.urls import path\nfrom sets import Shelves\nurlpatterns = [path('s/', Shelves.as_view({'get': 'list'}))]\n")
    assert found == {"GET /s/"}


# --- who may call ---------------------------------------------------------------------------------------------------------------------
GUARDED = """\
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.http import HttpResponseForbidden, JsonResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST
from functools import wraps


def staff_only(view):
    @wraps(view)
    def inner(request, *args, **kwargs):
        if not request.user.is_staff:
            return HttpResponseForbidden()
        return view(request, *args, **kwargs)
    return inner


@login_required
def decorated(request):
    return JsonResponse({})


@permission_required('shop.change')
def permitted(request):
    return JsonResponse({})


@staff_only
def own(request):
    return JsonResponse({})


@method_decorator(login_required, name='dispatch')
class WholeClass(View):
    def get(self, request):
        return JsonResponse({})


@method_decorator([login_required, csrf_exempt], name='get')
class OneMethod(View):
    def get(self, request):
        return JsonResponse({})

    def post(self, request):
        return JsonResponse({})


class Handler(View):
    @method_decorator(staff_only)
    def get(self, request):
        return JsonResponse({})


class Dispatched(View):
    @method_decorator(login_required)
    def dispatch(self, *args, **kwargs):
        return super().dispatch(*args, **kwargs)

    def get(self, request):
        return JsonResponse({})


class Mixed(LoginRequiredMixin, View):
    def get(self, request):
        return JsonResponse({})


class Permitted(PermissionRequiredMixin, View):
    permission_required = 'shop.change'

    def get(self, request):
        return JsonResponse({})


def bare(request):
    return JsonResponse({})


@csrf_exempt
@require_POST
def hook(request):
    return JsonResponse({})


@require_http_methods(['PUT', 'GET'])
def chosen(request):
    return JsonResponse({})


def asked(request):
    if request.method == 'DELETE':
        return JsonResponse({'gone': True})
    return JsonResponse({})
"""
GUARDED_URLS = """\
from django.urls import path
from guarded import *

urlpatterns = [
    path('decorated/', decorated), path('permitted/', permitted), path('own/', own), path('whole/', WholeClass.as_view()),
    path('one/', OneMethod.as_view()), path('handler/', Handler.as_view()), path('dispatched/', Dispatched.as_view()),
    path('mixed/', Mixed.as_view()), path('permission/', Permitted.as_view()), path('bare/', bare), path('hook/', hook),
    path('chosen/', chosen), path('asked/', asked),
]
"""


def test_guards_are_seen_wherever_they_stand(tmp_path: Path) -> None:
    """Decorators of functions, of classes, of handlers and of `dispatch`, mixins, and wrappers of the program: all of them ask for an account."""
    picture = read(tmp_path, guarded=GUARDED, urls=GUARDED_URLS)
    open_ones = {each.name for each in picture.routes if not each.authenticated}
    assert open_ones == {"POST /one/", "GET /bare/", "POST /hook/", "PUT /chosen/", "GET /chosen/", "GET /asked/", "DELETE /asked/"}


def test_an_exemption_from_csrf_is_a_mark(tmp_path: Path) -> None:
    """`@csrf_exempt` stands among the guards of its view, and of no other."""
    picture = read(tmp_path, guarded=GUARDED, urls=GUARDED_URLS)
    assert {each.name for each in picture.routes if any(guard.name == "csrf:exempt" for guard in each.guards)} == {"POST /hook/", "GET /one/"}


PERMISSIONS = """\
from models import Shelf
from rest_framework import permissions, serializers, viewsets


class IsOwner(permissions.BasePermission):
    def has_object_permission(self, request, view, obj):
        return obj.owner_id == request.user.id


class Everybody(permissions.BasePermission):
    def has_permission(self, request, view):
        return True


class ShelfSerializer(serializers.ModelSerializer):
    class Meta:
        model = Shelf
        fields = ['id', 'title']


class Shelves(viewsets.ReadOnlyModelViewSet):
    queryset = Shelf.objects.all()
    serializer_class = ShelfSerializer
    permission_classes = [{given}]
"""
ROUTED = "from django.urls import include, path\nfrom rest_framework.routers import DefaultRouter\nfrom sets import Shelves\nrouter = DefaultRouter()\nrouter.register('s', Shelves)\nurlpatterns = router.urls\n"


@pytest.mark.parametrize(("given", "closed"), [
    ("permissions.IsAuthenticated", True), ("permissions.IsAuthenticated & IsOwner", True), ("Everybody", False), ("permissions.AllowAny", False),
    ("permissions.IsAuthenticated | permissions.AllowAny", False), ("permissions.AllowAny & permissions.IsAuthenticated", True),
    ("permissions.IsAuthenticated | permissions.IsAdminUser", True),
])  # fmt: skip
def test_permissions_may_be_combined(given: str, closed: bool, tmp_path: Path) -> None:
    """With `&` all must agree, with `|` one is enough; a permission of the program that says yes to everybody closes nothing."""
    picture = read(tmp_path, sets=PERMISSIONS.replace("{given}", given), urls=ROUTED)
    assert {each.authenticated for each in picture.routes} == {closed}


def test_default_permissions_come_from_the_settings(tmp_path: Path) -> None:
    """A set without permissions of its own has those of the settings; where these are elsewhere, it is unresolved."""
    sets = PERMISSIONS.replace("    permission_classes = [{given}]\n", "")
    settings = SETTINGS + "REST_FRAMEWORK = {'DEFAULT_PERMISSION_CLASSES': ['rest_framework.permissions.IsAuthenticated']}\n"
    assert all(each.authenticated for each in read(tmp_path, sets=sets, urls=ROUTED, settings=settings).routes)
    (tmp_path / "settings.py").unlink()
    elsewhere = picture_of(tmp_path)[1]
    assert {each.unresolved is not None for each in elsewhere.routes} == {True} or not any(each.authenticated for each in elsewhere.routes)


MIDDLEWARE = """\
from django.http import HttpResponse, HttpResponseForbidden


class OnlyMembers:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.user.is_authenticated:
            return HttpResponseForbidden()
        return self.get_response(request)


class Counted:
    def process_request(self, request):
        if request.META['REMOTE_ADDR'] in SEEN:
            return HttpResponse('later', status=429)
        return None


class Quiet:
    def __call__(self, request):
        return self.get_response(request)


def function(get_response):
    return get_response


SEEN = set()
"""


@pytest.mark.parametrize(("listed", "closed", "limited"), [
    ("django.contrib.auth.middleware.LoginRequiredMiddleware", True, False), ("middle.OnlyMembers", True, False), ("middle.Counted", False, True),
    ("middle.Quiet", False, False), ("middle.function", False, False), ("nowhere.Missing", False, False),
])  # fmt: skip
def test_middleware_stands_before_every_view(listed: str, closed: bool, limited: bool, tmp_path: Path) -> None:
    """What the settings list is followed: it may refuse strangers, count calls, or do neither."""
    settings = SETTINGS.replace("MIDDLEWARE = []", f"MIDDLEWARE = ['{listed}']")
    picture = read(tmp_path, settings=settings, middle=MIDDLEWARE, urls="from django.urls import path\nfrom views import home\nurlpatterns = [path('a/', home)]\n")
    home = route(picture, "GET /a/")
    assert (home.authenticated, bool(home.limits)) == (closed, limited)


def test_a_view_may_be_exempt_from_the_login_that_all_need(tmp_path: Path) -> None:
    """`@login_not_required` opens its own view."""
    picture = read(tmp_path, settings=SETTINGS.replace("MIDDLEWARE = []", "MIDDLEWARE = ['django.contrib.auth.middleware.LoginRequiredMiddleware']"),
                   pages="from django.contrib.auth.decorators import login_not_required\nfrom django.http import HttpResponse\n\n\n"
                         "@login_not_required\ndef welcome(request):\n    return HttpResponse('')\n",
                   urls="from django.urls import path\nfrom pages import welcome\nfrom views import home\nurlpatterns = [path('a/', home), path('w/', welcome)]\n")  # fmt: skip
    assert {each.name for each in picture.routes if each.authenticated} == {"GET /a/"}


LIMITED = """\
from django.http import JsonResponse
from django_ratelimit.decorators import ratelimit
from rest_framework.decorators import api_view, throttle_classes
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView


@ratelimit(key='ip', rate='5/m')
def plain(request):
    return JsonResponse({})


@api_view(['GET', 'POST'])
@throttle_classes([AnonRateThrottle])
def function(request):
    return Response({})


class Whole(APIView):
    throttle_classes = [AnonRateThrottle]

    def get(self, request):
        return Response({})


class Scoped(APIView):
    throttle_scope = 'uploads'

    def get(self, request):
        return Response({})


class Free(APIView):
    def get(self, request):
        return Response({})
"""


def test_limits_are_seen_on_views_of_every_kind(tmp_path: Path) -> None:
    """A decorator, throttle classes of functions and classes; a scope counts where the settings have its throttle."""
    settings = SETTINGS + "REST_FRAMEWORK = {'DEFAULT_PERMISSION_CLASSES': []}\n"
    picture = read(tmp_path, limited=LIMITED, settings=settings, urls="from django.urls import path\nfrom limited import *\nurlpatterns = [path('p/', plain), path('f/', function), "
                                            "path('w/', Whole.as_view()), path('s/', Scoped.as_view()), path('n/', Free.as_view())]\n")  # fmt: skip
    assert {each.name for each in picture.routes if each.limits} == {"GET /p/", "GET /f/", "POST /f/", "GET /w/"}


# --- what views do with rows ----------------------------------------------------------------------------------------------------------
FORMS = """\
from django import forms
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.generic import CreateView, DetailView, ListView, UpdateView
from models import Book, Shelf


class ShelfForm(forms.ModelForm):
    class Meta:
        model = Shelf
        fields = ['title']

    def clean_title(self):
        return self.cleaned_data['title'].strip()

    def clean(self):
        return super().clean()


class Search(forms.Form):
    words = forms.CharField()


@login_required
def change(request, pk):
    form = ShelfForm(request.POST, instance=get_object_or_404(Shelf, pk=pk))
    if request.method == 'POST' and form.is_valid():
        form.save()
        return redirect('/')
    return render(request, 'x.html', {'form': form})


@login_required
def make(request):
    form = ShelfForm(request.POST)
    if form.is_valid():
        shelf = form.save(commit=False)
        shelf.owner = request.user
        shelf.save()
    return redirect('/')


@login_required
def take(request):
    form = ShelfForm(request.POST)
    if form.is_valid():
        form.instance.owner = request.user
        form.save()
    return redirect('/')


def search(request):
    form = Search(request.GET)
    form.is_valid()
    return render(request, 'x.html', {'names': [book.name for book in Book.objects.filter(name=form.cleaned_data['words'])[:9]]})


class ShelfUpdate(UpdateView):
    model = Shelf
    fields = ['title']
    success_url = '/'


class ShelfCreate(CreateView):
    form_class = ShelfForm
    success_url = '/'

    def form_valid(self, form):
        form.instance.owner = self.request.user
        return super().form_valid(form)


class BookDetail(DetailView):
    model = Book


class BookList(ListView):
    queryset = Book.objects.order_by('name')
    paginate_by = 20
"""
FORM_URLS = """\
from django.urls import path
from pages import *

urlpatterns = [
    path('change/<int:pk>/', change), path('make/', make), path('take/', take), path('search/', search), path('update/<int:pk>/', ShelfUpdate.as_view()),
    path('create/', ShelfCreate.as_view()), path('book/<slug:slug>/', BookDetail.as_view()), path('books/', BookList.as_view()),
]
"""


def test_forms_write_the_rows_of_their_models(tmp_path: Path) -> None:
    """`form.save()` with an instance changes its row, without one makes a row; views of the library do the same."""
    picture = read(tmp_path, pages=FORMS, urls=FORM_URLS)
    assert ("update", "shelf") in writes(route(picture, "POST /change/{pk}/"))
    assert ("update", "shelf") in writes(route(picture, "POST /update/{pk}/"))
    for name in ("POST /make/", "POST /take/", "POST /create/"):
        assert "insert" in {verb for verb, _ in writes(route(picture, name))}, name


def test_the_row_of_a_detail_view_is_found_by_the_slug_of_its_path(tmp_path: Path) -> None:
    """Without a key in the path the row is found by the slug; searches take the words that the form has validated."""
    picture = read(tmp_path, pages=FORMS, urls=FORM_URLS)
    found = [each.event.query for each in route(picture, "GET /book/{slug}/").happenings if each.event.kind == "fetch" and each.event.query]
    assert {(query.collection, predicate.attribute) for query in found for predicate in query.predicates} == {("book", "slug")}
    asked = [each.event.query for each in route(picture, "GET /search/").happenings if each.event.kind == "fetch" and each.event.query]
    assert any(label.startswith("query:") for query in asked for predicate in query.predicates for label in predicate.labels)


SERIALIZED = """\
from models import Book, Shelf
from rest_framework import filters, generics, permissions, serializers


class Inner(serializers.ModelSerializer):
    class Meta:
        model = Book
        fields = ['name']


class Own(serializers.PrimaryKeyRelatedField):
    def get_queryset(self):
        return Shelf.objects.filter(owner=self.context['request'].user)


class BookSerializer(serializers.ModelSerializer):
    shelf = Own()
    maker = serializers.HiddenField(default=serializers.CurrentUserDefault())

    class Meta:
        model = Book
        fields = ['name', 'shelf', 'maker']

    def validate_name(self, value):
        return value.strip()

    def validate(self, attrs):
        return {'name': attrs['name'], 'shelf': attrs['shelf']}

    def create(self, validated_data):
        return Book.objects.create(**validated_data)

    def update(self, instance, validated_data):
        instance.name = validated_data['name']
        instance.save()
        return instance


class ShelfSerializer(serializers.ModelSerializer):
    books = Inner(many=True, source='book_set')

    class Meta:
        model = Shelf
        fields = ['id', 'title', 'books']
        depth = 1


class Mine(filters.BaseFilterBackend):
    def filter_queryset(self, request, queryset, view):
        return queryset.filter(owner=request.user)


class Shelves(generics.ListCreateAPIView):
    queryset = Shelf.objects.all()
    serializer_class = ShelfSerializer
    permission_classes = [permissions.IsAuthenticated]
    filter_backends = [Mine]
    pagination_class = None

    def perform_create(self, serializer):
        serializer.save(owner=self.request.user)


class OneBook(generics.RetrieveUpdateDestroyAPIView):
    queryset = Book.objects.all()
    serializer_class = BookSerializer
    permission_classes = [permissions.IsAuthenticated]
    lookup_field = 'slug'
    lookup_url_kwarg = 'word'


class Books(generics.CreateAPIView):
    queryset = Book.objects.all()
    serializer_class = BookSerializer
    permission_classes = [permissions.IsAuthenticated]
"""
SERIALIZED_URLS = """\
from django.urls import path
from serialized import Books, OneBook, Shelves

urlpatterns = [path('s/', Shelves.as_view()), path('b/<slug:word>/', OneBook.as_view()), path('b/', Books.as_view())]
"""


def test_a_filter_of_the_program_narrows_the_rows(tmp_path: Path) -> None:
    """The program's own filter backend is followed: the list holds the caller's rows, and the whole list, for nothing divides it into pages."""
    picture = read(tmp_path, serialized=SERIALIZED, urls=SERIALIZED_URLS)
    queries = [each.event.query for each in route(picture, "GET /s/").happenings if each.event.kind == "fetch" and each.event.query and each.event.query.collection == "shelf"]
    assert any(predicate.attribute == "owner" for query in queries for predicate in query.predicates)
    assert not any(query.limited for query in queries)


def test_serializers_save_by_their_own_methods(tmp_path: Path) -> None:
    """`create` and `update` of a serializer are followed; `save(owner=…)` adds to what was validated; deleting needs no serializer."""
    picture = read(tmp_path, serialized=SERIALIZED, urls=SERIALIZED_URLS)
    assert ("insert", "book") in writes(route(picture, "POST /b/"))
    assert ("insert", "shelf") in writes(route(picture, "POST /s/"))
    assert "update" in {verb for verb, _ in writes(route(picture, "PUT /b/{word}/"))}
    assert ("delete", "book") in writes(route(picture, "DELETE /b/{word}/"))
    found = [each.event.query for each in route(picture, "GET /b/{word}/").happenings if each.event.kind == "fetch" and each.event.query]
    assert {predicate.attribute for query in found for predicate in query.predicates} >= {"slug"}


MANAGED = """\
import json

from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from models import Book, Shelf

User = get_user_model()


def join(request):
    body = json.loads(request.body)
    User.objects.create_user(body['name'], password=body['password'])
    return JsonResponse({}, status=201)


@login_required
def put(request):
    shelf, _ = Shelf.objects.get_or_create(owner=request.user, defaults={'title': request.POST['title']})
    return JsonResponse({'title': shelf.title})


@login_required
def none(request):
    return JsonResponse({'books': list(Book.objects.none())})
"""


def test_what_managers_make_is_a_write(tmp_path: Path) -> None:
    """`create_user` makes an account, `get_or_create` makes or finds a row; `none()` gives no rows."""
    picture = read(tmp_path, managed=MANAGED, urls="from django.urls import path\nfrom managed import join, none, put\n"
                                                   "urlpatterns = [path('join/', join), path('put/', put), path('none/', none)]\n")  # fmt: skip
    joining = next(each for each in picture.routes if each.path == "/join/")
    assert any(verb == "insert" for verb, _ in writes(joining))
    putting = next(each for each in picture.routes if each.path == "/put/")
    assert ("insert", "shelf") in writes(putting)
    assert not writes(route(picture, "GET /none/"))
