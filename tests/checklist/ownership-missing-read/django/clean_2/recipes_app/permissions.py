from rest_framework.permissions import SAFE_METHODS, BasePermission


class CookOrPublished(BasePermission):
    message = "This recipe is somebody else's draft."

    def has_object_permission(self, request, view, obj):
        if request.method in SAFE_METHODS and obj.published:
            return True
        return obj.cook == request.user
