"""Erasing a commenter from the desk: asked once more, and for the chief."""

from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from comments.erasing import ErasureRefused, erase
from comments.models import Comment, Commenter

from .whole_paper import allow_the_unbound


def erase_address(commenter: Commenter) -> str:
    """Where a commenter is erased."""
    return reverse("admin:comments_erase", args=[commenter.pk])


def erase_commenter(request: HttpRequest, pk: int, site: AdminSite = admin.site) -> HttpResponse:
    """Say what goes, and do it on the button."""
    if not request.user.has_perm("comments.erase_commenter"):
        raise PermissionDenied
    allow_the_unbound(request)
    commenter = get_object_or_404(Commenter, pk=pk, merged_into=None, erased_at=None)
    if request.method == "POST":
        return _erased(request, commenter)
    context = {
        **site.each_context(request),
        "title": f"Erase {commenter}",
        "opts": Comment._meta,
        "commenter": commenter,
        "count": commenter.comments.count(),
        "form_url": erase_address(commenter),
    }
    return TemplateResponse(request, "admin/comments/commenter/erase.html", context)


def _erased(request: HttpRequest, commenter: Commenter) -> HttpResponse:
    try:
        count = erase(commenter)
        messages.success(request, _told(count))
    except ErasureRefused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("admin:comments_comment_changelist"))


def _told(count: int) -> str:
    comments = "1 comment is" if count == 1 else f"{count} comments are"
    return f"Erased: {comments} without name and words."
