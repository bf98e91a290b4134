from rest_framework.permissions import SAFE_METHODS, BasePermission


class StaffWrites(BasePermission):
    def has_permission(self, request, view):
        if request.method in SAFE_METHODS:
            return bool(request.user and request.user.is_authenticated)
        return request.user.groups.filter(name="warehouse").exists() or request.user.is_staff
