from django import forms

from accounts_app.models import Account


class ProfileForm(forms.ModelForm):
    class Meta:
        model = Account
        fields = ["first_name", "last_name", "bio", "city"]


class StaffForm(forms.ModelForm):
    class Meta:
        model = Account
        fields = ["email", "is_active", "is_staff"]
