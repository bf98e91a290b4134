from django import forms

from threads_app.models import Post


class PostForm(forms.ModelForm):
    class Meta:
        model = Post
        fields = ["text"]
