from rest_framework import permissions


class IsOwner(permissions.IsAuthenticated):
    """Signed in, and for one row: the account that the row says it belongs to."""

    def has_object_permission(self, request, view, obj):
        return obj.owner_id == request.user.id
