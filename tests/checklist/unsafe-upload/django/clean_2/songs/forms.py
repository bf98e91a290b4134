from django import forms
from django.core.validators import FileExtensionValidator


class SongForm(forms.Form):
    song = forms.FileField(validators=[FileExtensionValidator(["ogg"])])
