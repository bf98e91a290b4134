from django import forms

from club.models import Visitor


class JoinForm(forms.Form):
    mail = forms.EmailField()
    password = forms.CharField(widget=forms.PasswordInput)

    def store(self):
        data = self.cleaned_data
        return Visitor.objects.create(mail=data["mail"], password=data["password"])
