from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect, render
from django.views.generic import DetailView, View

from .forms import PageForm
from .models import Diary


class ShowDiary(LoginRequiredMixin, DetailView):
    def get_queryset(self):
        return Diary.objects.filter(keeper=self.request.user)


class NewPage(LoginRequiredMixin, View):
    def post(self, request):
        form = PageForm(request.POST)
        if not form.is_valid():
            return render(request, "page.html", {"form": form}, status=400)
        page = form.save(commit=False)
        page.written_by = request.user
        page.save()
        return redirect("diary", pk=page.diary_id)
