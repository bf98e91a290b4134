from rest_framework import mixins, permissions, serializers, viewsets
from rest_framework.routers import DefaultRouter

from .models import Article, Feedback


class ArticleSerializer(serializers.ModelSerializer):
    class Meta:
        model = Article
        fields = ["id", "title", "text"]


class FeedbackSerializer(serializers.ModelSerializer):
    class Meta:
        model = Feedback
        fields = ["message"]


class ArticleViews(viewsets.ModelViewSet):
    queryset = Article.objects.all()
    serializer_class = ArticleSerializer

    def get_permissions(self):
        if self.action in ("list", "retrieve"):
            return [permissions.AllowAny()]
        return [permissions.IsAdminUser()]

    def perform_create(self, serializer):
        serializer.save(author=self.request.user)


class FeedbackViews(mixins.CreateModelMixin, viewsets.GenericViewSet):
    """Strangers may leave a word."""

    serializer_class = FeedbackSerializer
    permission_classes = [permissions.AllowAny]


router = DefaultRouter()
router.register("articles", ArticleViews)
router.register("feedback", FeedbackViews, basename="feedback")
