from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin, UserPassesTestMixin
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from django.views.generic import DeleteView

from threads_app.forms import PostForm
from threads_app.guards import with_own_post
from threads_app.models import Post


@login_required
def mine(request):
    return render(request, "mine.html", {"posts": request.user.posts.all()[:50]})


@login_required
@with_own_post
def edit(request, post):
    form = PostForm(request.POST or None, instance=post)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("t:mine")
    return render(request, "edit.html", {"form": form})


@require_POST
@login_required
@with_own_post
def hide(request, post):
    post.hidden = True
    post.save()
    return redirect("t:mine")


class Remove(LoginRequiredMixin, UserPassesTestMixin, DeleteView):
    model = Post
    success_url = "/t/"

    def test_func(self):
        return self.get_object().writer == self.request.user
