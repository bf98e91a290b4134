"""What Django's own views, mixins and decorators do, as source that the engine follows like the program's."""
from __future__ import annotations

__all__ = ["DJANGO"]

_VIEWS = '''
from __engine__ import opened, formed, paged, found
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render


class View:
    def __init__(self, **kwargs):
        pass

    def setup(self, request, *args, **kwargs):
        pass

    def __entry__(self, request, *args, **kwargs):
        self.setup(request, *args, **kwargs)
        return self.dispatch(request, *args, **kwargs)

    def dispatch(self, request, *args, **kwargs):
        return self.__handler__(request, *args, **kwargs)


class ContextMixin:
    def get_context_data(self, **kwargs):
        return {"view": self, **kwargs}


class TemplateResponseMixin:
    def render_to_response(self, context, **kwargs):
        return render(self.request, self.template_name, context)


class TemplateView(TemplateResponseMixin, ContextMixin, View):
    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data(**kwargs))


class RedirectView(View):
    def get_redirect_url(self, *args, **kwargs):
        return self.url

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(self.get_redirect_url(*args, **kwargs))


class SingleObjectMixin(ContextMixin):
    def get_queryset(self):
        return opened(self)

    def get_object(self, queryset=None):
        if queryset is None:
            queryset = self.get_queryset()
        return found(self, queryset)

    def get_context_data(self, **kwargs):
        return super().get_context_data(object=self.object, **kwargs)


class DetailView(TemplateResponseMixin, SingleObjectMixin, View):
    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        return self.render_to_response(self.get_context_data(object=self.object))


class MultipleObjectMixin(ContextMixin):
    def get_queryset(self):
        return opened(self)

    def get_context_data(self, **kwargs):
        return super().get_context_data(object_list=self.object_list, **kwargs)


class ListView(TemplateResponseMixin, MultipleObjectMixin, View):
    def get(self, request, *args, **kwargs):
        self.object_list = self.get_queryset()
        return self.render_to_response(self.get_context_data())


class FormMixin(ContextMixin):
    def get_form_class(self):
        return self.form_class

    def get_initial(self):
        return {}

    def get_form_kwargs(self):
        return {"data": self.request.POST, "files": self.request.FILES}

    def get_form(self, form_class=None):
        if form_class is None:
            form_class = self.get_form_class()
        return form_class(**self.get_form_kwargs())

    def get_success_url(self):
        return self.success_url

    def form_valid(self, form):
        return HttpResponseRedirect(self.get_success_url())

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form))


class ModelFormMixin(FormMixin, SingleObjectMixin):
    def get_form_class(self):
        return formed(self)

    def get_form_kwargs(self):
        return {"data": self.request.POST, "files": self.request.FILES, "instance": self.object}

    def form_valid(self, form):
        self.object = form.save()
        return super().form_valid(form)


class ProcessFormView(View):
    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        form.is_valid()
        return self.form_valid(form)


class FormView(TemplateResponseMixin, FormMixin, ProcessFormView):
    pass


class CreateView(TemplateResponseMixin, ModelFormMixin, ProcessFormView):
    def get(self, request, *args, **kwargs):
        self.object = None
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        self.object = None
        return super().post(request, *args, **kwargs)


class UpdateView(TemplateResponseMixin, ModelFormMixin, ProcessFormView):
    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().post(request, *args, **kwargs)


class DeleteView(TemplateResponseMixin, SingleObjectMixin, View):
    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        return self.render_to_response(self.get_context_data(object=self.object))

    def get_success_url(self):
        return self.success_url

    def form_valid(self, form):
        self.object.delete()
        return HttpResponseRedirect(self.get_success_url())

    def delete(self, request, *args, **kwargs):
        self.object = self.get_object()
        self.object.delete()
        return HttpResponseRedirect(self.get_success_url())

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        return self.form_valid(None)
'''

_MIXINS = '''
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied


class AccessMixin:
    def handle_no_permission(self):
        raise PermissionDenied()


class LoginRequiredMixin(AccessMixin):
    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        return super().dispatch(request, *args, **kwargs)


class PermissionRequiredMixin(AccessMixin):
    def get_permission_required(self):
        return (self.permission_required,)

    def has_permission(self):
        return self.request.user.has_perms(self.get_permission_required())

    def dispatch(self, request, *args, **kwargs):
        if not self.has_permission():
            raise PermissionDenied()
        return super().dispatch(request, *args, **kwargs)


class UserPassesTestMixin(AccessMixin):
    def test_func(self):
        return True

    def get_test_func(self):
        return self.test_func

    def dispatch(self, request, *args, **kwargs):
        if not self.test_func():
            raise PermissionDenied()
        return super().dispatch(request, *args, **kwargs)
'''

_DECORATORS = '''
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied


def user_passes_test(test_func, login_url=None, redirect_field_name=None):
    def decorator(view_func):
        def wrapper(request, *args, **kwargs):
            if not test_func(request.user):
                raise PermissionDenied()
            return view_func(request, *args, **kwargs)
        return wrapper
    return decorator


def login_required(function=None, redirect_field_name=None, login_url=None):
    def decorator(view_func):
        def wrapper(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.path)
            return view_func(request, *args, **kwargs)
        return wrapper
    if function is None:
        return decorator
    return decorator(function)


def permission_required(perm, login_url=None, raise_exception=False):
    def decorator(view_func):
        def wrapper(request, *args, **kwargs):
            if not request.user.has_perm(perm):
                raise PermissionDenied()
            return view_func(request, *args, **kwargs)
        return wrapper
    return decorator
'''

_STAFF = '''
from django.core.exceptions import PermissionDenied


def staff_member_required(view_func=None, redirect_field_name=None, login_url=None):
    def decorator(function):
        def wrapper(request, *args, **kwargs):
            if not request.user.is_staff:
                raise PermissionDenied()
            return function(request, *args, **kwargs)
        return wrapper
    if view_func is None:
        return decorator
    return decorator(view_func)
'''

_ACCOUNTS = '''
from __engine__ import permitted
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models


class PermissionsMixin:
    is_superuser = models.BooleanField(default=False)
    groups = models.ManyToManyField("auth.Group", related_name="user_set")

    def has_perm(self, perm, obj=None):
        return permitted(self, obj)

    def has_perms(self, perms, obj=None):
        return permitted(self, obj)

    def has_module_perms(self, label):
        return permitted(self, None)


class AbstractUser(AbstractBaseUser, PermissionsMixin):
    username = models.CharField(max_length=150, unique=True)
    first_name = models.CharField(max_length=150)
    last_name = models.CharField(max_length=150)
    email = models.EmailField()
    password = models.CharField(max_length=128)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    last_login = models.DateTimeField()
    date_joined = models.DateTimeField()

    class Meta:
        abstract = True

    def get_username(self):
        return self.username


class User(AbstractUser):
    pass


class Group(models.Model):
    name = models.CharField(max_length=150, unique=True)


class Permission(models.Model):
    codename = models.CharField(max_length=150)
'''

_BASE_USER = '''
from __engine__ import Account, present
from django.db import models


class AbstractBaseUser(Account, models.Model):
    password = models.CharField(max_length=128)
    last_login = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def is_authenticated(self):
        return present(self)

    @property
    def is_anonymous(self):
        return present(self)
'''

_FORMS = '''
from __engine__ import checked, saved, subject, validated


class BaseForm:
    def is_valid(self):
        return checked(self)

    def full_clean(self):
        return checked(self)

    @property
    def cleaned_data(self):
        return validated(self)

    def clean(self):
        return self.cleaned_data


class Form(BaseForm):
    pass


class ModelForm(BaseForm):
    @property
    def instance(self):
        return subject(self)

    def save(self, commit=True):
        return saved(self, {})

    def save_m2m(self):
        pass


class BaseModelForm(ModelForm):
    pass
'''

_GENERIC_NAMES = "from django.views.generic import *\n"
DJANGO: dict[str, str] = {
    "django.views": "from django.views.generic import View\n",
    "django.views.generic": _VIEWS,
    **{f"django.views.generic.{name}": _GENERIC_NAMES for name in ("base", "detail", "list", "edit")},
    "django.contrib.auth.mixins": _MIXINS,
    "django.contrib.auth.decorators": _DECORATORS,
    "django.contrib.admin.views.decorators": _STAFF,
    "django.contrib.auth.base_user": _BASE_USER,
    "django.contrib.auth.models": _ACCOUNTS,
    "django.forms": _FORMS,
    "django.forms.models": "from django.forms import *\n",
}
