from rest_framework.generics import RetrieveUpdateAPIView

from profiles_app.serializers import ProfileSerializer


class OwnProfile(RetrieveUpdateAPIView):
    serializer_class = ProfileSerializer

    def get_object(self):
        return self.request.user
