from django import forms


class OrderForm(forms.Form):
    cloth = forms.CharField(max_length=40)
    waist = forms.IntegerField(min_value=30, max_value=200)
