"""What Django REST framework's views, mixins, permissions and serializers do, as source that the engine follows like the program's."""
from __future__ import annotations

__all__ = ["REST"]

_PERMISSIONS = '''
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class BasePermission:
    def has_permission(self, request, view):
        return True

    def has_object_permission(self, request, view, obj):
        return True


class AllowAny(BasePermission):
    def has_permission(self, request, view):
        return True


class IsAuthenticated(BasePermission):
    def has_permission(self, request, view):
        return bool(request.user.is_authenticated)


class IsAdminUser(BasePermission):
    def has_permission(self, request, view):
        return bool(request.user.is_staff)


class IsAuthenticatedOrReadOnly(BasePermission):
    def has_permission(self, request, view):
        return request.method in SAFE_METHODS or request.user.is_authenticated


class DjangoModelPermissions(BasePermission):
    def has_permission(self, request, view):
        if request.method in SAFE_METHODS:
            return request.user.is_authenticated
        return request.user.has_perms("model")


class DjangoModelPermissionsOrAnonReadOnly(BasePermission):
    def has_permission(self, request, view):
        return request.method in SAFE_METHODS or request.user.has_perms("model")


class DjangoObjectPermissions(DjangoModelPermissions):
    def has_object_permission(self, request, view, obj):
        return request.user.has_perms("model", obj)
'''

_VIEWS = '''
from __engine__ import default_permissions, judge
from django.views.generic import View


class APIView(View):
    permission_classes = default_permissions()

    def initialize_request(self, request, *args, **kwargs):
        return request

    def dispatch(self, request, *args, **kwargs):
        self.initial(request, *args, **kwargs)
        return self.__handler__(request, *args, **kwargs)

    def initial(self, request, *args, **kwargs):
        self.check_permissions(request)

    def get_permissions(self):
        return [permission() for permission in self.permission_classes]

    def check_permissions(self, request):
        judge(self.get_permissions(), "has_permission", request, self)

    def check_object_permissions(self, request, obj):
        judge(self.get_permissions(), "has_object_permission", request, self, obj)
'''

_GENERICS = '''
from __engine__ import filtered, found, opened, paged
from rest_framework.mixins import *
from rest_framework.response import Response
from rest_framework.views import APIView


class GenericAPIView(APIView):
    def get_queryset(self):
        return opened(self)

    def filter_queryset(self, queryset):
        return filtered(self, queryset)

    def get_object(self):
        obj = found(self, self.filter_queryset(self.get_queryset()))
        self.check_object_permissions(self.request, obj)
        return obj

    def get_serializer_class(self):
        return self.serializer_class

    def get_serializer_context(self):
        return {"request": self.request, "view": self}

    def get_serializer(self, *args, **kwargs):
        serializer_class = self.get_serializer_class()
        return serializer_class(*args, context=self.get_serializer_context(), **kwargs)

    def paginate_queryset(self, queryset):
        return paged(self, queryset)

    def get_paginated_response(self, data):
        return Response(data)


class CreateAPIView(CreateModelMixin, GenericAPIView):
    def post(self, request, *args, **kwargs):
        return self.create(request, *args, **kwargs)


class ListAPIView(ListModelMixin, GenericAPIView):
    def get(self, request, *args, **kwargs):
        return self.list(request, *args, **kwargs)


class RetrieveAPIView(RetrieveModelMixin, GenericAPIView):
    def get(self, request, *args, **kwargs):
        return self.retrieve(request, *args, **kwargs)


class DestroyAPIView(DestroyModelMixin, GenericAPIView):
    def delete(self, request, *args, **kwargs):
        return self.destroy(request, *args, **kwargs)


class UpdateAPIView(UpdateModelMixin, GenericAPIView):
    def put(self, request, *args, **kwargs):
        return self.update(request, *args, **kwargs)

    def patch(self, request, *args, **kwargs):
        return self.partial_update(request, *args, **kwargs)


class ListCreateAPIView(ListModelMixin, CreateModelMixin, GenericAPIView):
    def get(self, request, *args, **kwargs):
        return self.list(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        return self.create(request, *args, **kwargs)


class RetrieveUpdateAPIView(RetrieveModelMixin, UpdateModelMixin, GenericAPIView):
    def get(self, request, *args, **kwargs):
        return self.retrieve(request, *args, **kwargs)

    def put(self, request, *args, **kwargs):
        return self.update(request, *args, **kwargs)

    def patch(self, request, *args, **kwargs):
        return self.partial_update(request, *args, **kwargs)


class RetrieveDestroyAPIView(RetrieveModelMixin, DestroyModelMixin, GenericAPIView):
    def get(self, request, *args, **kwargs):
        return self.retrieve(request, *args, **kwargs)

    def delete(self, request, *args, **kwargs):
        return self.destroy(request, *args, **kwargs)


class RetrieveUpdateDestroyAPIView(RetrieveModelMixin, UpdateModelMixin, DestroyModelMixin, GenericAPIView):
    def get(self, request, *args, **kwargs):
        return self.retrieve(request, *args, **kwargs)

    def put(self, request, *args, **kwargs):
        return self.update(request, *args, **kwargs)

    def patch(self, request, *args, **kwargs):
        return self.partial_update(request, *args, **kwargs)

    def delete(self, request, *args, **kwargs):
        return self.destroy(request, *args, **kwargs)
'''

_MIXINS = '''
from rest_framework.response import Response


class CreateModelMixin:
    def create(self, request, *args, **kwargs):
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        self.perform_create(serializer)
        return Response(serializer.data, status=201)

    def perform_create(self, serializer):
        serializer.save()


class ListModelMixin:
    def list(self, request, *args, **kwargs):
        queryset = self.filter_queryset(self.get_queryset())
        page = self.paginate_queryset(queryset)
        if page is not None:
            serializer = self.get_serializer(page, many=True)
            return self.get_paginated_response(serializer.data)
        serializer = self.get_serializer(queryset, many=True)
        return Response(serializer.data)


class RetrieveModelMixin:
    def retrieve(self, request, *args, **kwargs):
        instance = self.get_object()
        serializer = self.get_serializer(instance)
        return Response(serializer.data)


class UpdateModelMixin:
    def update(self, request, *args, **kwargs):
        instance = self.get_object()
        serializer = self.get_serializer(instance, data=request.data)
        serializer.is_valid(raise_exception=True)
        self.perform_update(serializer)
        return Response(serializer.data)

    def perform_update(self, serializer):
        serializer.save()

    def partial_update(self, request, *args, **kwargs):
        return self.update(request, *args, **kwargs)


class DestroyModelMixin:
    def destroy(self, request, *args, **kwargs):
        instance = self.get_object()
        self.perform_destroy(instance)
        return Response(status=204)

    def perform_destroy(self, instance):
        instance.delete()
'''

_VIEWSETS = '''
from rest_framework.generics import GenericAPIView
from rest_framework.mixins import CreateModelMixin, DestroyModelMixin, ListModelMixin, RetrieveModelMixin, UpdateModelMixin
from rest_framework.views import APIView


class ViewSetMixin:
    pass


class ViewSet(ViewSetMixin, APIView):
    pass


class GenericViewSet(ViewSetMixin, GenericAPIView):
    pass


class ReadOnlyModelViewSet(RetrieveModelMixin, ListModelMixin, GenericViewSet):
    pass


class ModelViewSet(CreateModelMixin, RetrieveModelMixin, UpdateModelMixin, DestroyModelMixin, ListModelMixin, GenericViewSet):
    pass
'''

_SERIALIZERS = '''
from __engine__ import checked, created, given, saved, shown, updated, validated


class Field:
    def to_representation(self, value):
        return value


class BaseSerializer:
    @property
    def instance(self):
        return given(self, "instance", 0)

    @property
    def initial_data(self):
        return given(self, "data", 1)

    @property
    def context(self):
        return given(self, "context", 9)

    def is_valid(self, *, raise_exception=False):
        return checked(self)

    @property
    def validated_data(self):
        return validated(self)

    @property
    def data(self):
        return shown(self)

    @property
    def errors(self):
        return None

    def validate(self, attrs):
        return attrs

    def save(self, **kwargs):
        return saved(self, kwargs)

    def create(self, validated_data):
        return created(self, validated_data)

    def update(self, instance, validated_data):
        return updated(self, instance, validated_data)


class Serializer(BaseSerializer):
    pass


class ListSerializer(BaseSerializer):
    pass


class ModelSerializer(Serializer):
    pass


class HyperlinkedModelSerializer(ModelSerializer):
    pass
'''

REST: dict[str, str] = {
    "rest_framework": "",
    "rest_framework.permissions": _PERMISSIONS,
    "rest_framework.views": _VIEWS,
    "rest_framework.mixins": _MIXINS,
    "rest_framework.generics": _GENERICS,
    "rest_framework.viewsets": _VIEWSETS,
    "rest_framework.serializers": _SERIALIZERS,
}
