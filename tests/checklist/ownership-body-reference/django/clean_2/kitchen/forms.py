from django import forms

from kitchen.models import Item, ShoppingList


class ItemForm(forms.ModelForm):
    class Meta:
        model = Item
        fields = ["shopping_list", "name"]

    def __init__(self, *args, account, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["shopping_list"].queryset = ShoppingList.objects.filter(buyer=account)
