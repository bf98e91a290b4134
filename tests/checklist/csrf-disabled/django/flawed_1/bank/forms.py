from django import forms

from bank.models import Transfer


class TransferForm(forms.ModelForm):
    class Meta:
        model = Transfer
        fields = ["iban", "cents"]
