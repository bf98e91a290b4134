from django import forms
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from archive.models import Letter, Mark, Marking


class MarkForm(forms.Form):
    word = forms.SlugField(max_length=30)


class ApplauseForm(forms.Form):
    strength = forms.IntegerField(min_value=1, max_value=3)


@login_required
@require_POST
def tag(request, pk):
    letter = get_object_or_404(Letter, pk=pk)
    form = MarkForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    mark = Mark.objects.get_or_create(word=form.cleaned_data["word"])[0]
    Marking.objects.get_or_create(mark=mark, letter=letter, giver=request.user)
    return JsonResponse({}, status=201)


@login_required
@require_POST
def applaud(request, pk):
    letter = get_object_or_404(Letter, pk=pk)
    form = ApplauseForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    letter.applaud(request.user, form.cleaned_data["strength"])
    letter.latest_applause = letter.applause.order_by("-id").first()
    return JsonResponse({"strength": letter.latest_applause.strength}, status=201)
