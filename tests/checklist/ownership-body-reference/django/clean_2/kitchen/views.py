from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from rest_framework import status
from rest_framework.decorators import api_view
from rest_framework.response import Response

from kitchen.forms import ItemForm
from kitchen.models import ShoppingList
from kitchen.serializers import ItemSerializer


@api_view(["GET"])
def own_lists(request):
    return Response(list(ShoppingList.objects.filter(buyer=request.user).values("id", "name")[:50]))


@api_view(["POST"])
def add_item(request):
    serializer = ItemSerializer(data=request.data, context={"request": request})
    serializer.is_valid(raise_exception=True)
    serializer.save()
    return Response(serializer.data, status=status.HTTP_201_CREATED)


@login_required
def tick_form(request):
    form = ItemForm(request.POST or None, account=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("/lists/")
    return render(request, "item.html", {"form": form})
