from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from portal.models import Notice


class NoticeBoard(ListView):
    model = Notice
    paginate_by = 20


@login_required
@require_POST
def write_notice(request):
    notice = Notice.objects.create(posted_by=request.user, text=request.POST["text"][:2000])
    return JsonResponse({"id": notice.pk}, status=201)


@require_POST
def clear_notice(request):
    Notice.objects.filter(posted_by=request.user).delete()
    return redirect("/notices/")
