from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from forum.models import Applause, Label, Post, Topic


@login_required
def thread(request, pk):
    posts = Post.objects.filter(topic_id=pk).order_by("id")[:50]
    given = dict(Applause.objects.filter(post__topic_id=pk, giver=request.user).values_list("post_id", "strength"))
    return JsonResponse({"posts": [{"words": each.words, "mine": given.get(each.id, 0)} for each in posts]})


@login_required
@require_POST
def tidy(request, pk):
    newest = {}
    for applause_id, post_id in Applause.objects.filter(post__topic_id=pk, giver=request.user).values_list("id", "post_id"):
        if post_id in newest:
            Applause.objects.filter(giver=request.user).get(pk=newest[post_id]).delete()
        newest[post_id] = applause_id
    return JsonResponse({"kept": len(newest)})


@login_required
@require_POST
def shelve(request, pk):
    topic = get_object_or_404(Topic, pk=pk)
    for word in request.POST.get("labels", topic.title).split(","):
        for label in Label.objects.filter(word=word.strip()[:30])[:1]:
            label.topics.add(topic)
    return JsonResponse({}, status=204)
