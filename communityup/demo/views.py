"""Stepping into a demo role and out of it again."""

from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from communityup.demo import permissions, queries
from communityup.demo.forms import RoleForm


def step_into(request: HttpRequest) -> HttpResponse:
    """Choose a demo role; choosing none steps out again. Elsewhere than on a demo site this page does not exist."""
    if not permissions.may_step_into_roles():
        raise Http404
    if request.method != "POST":
        return render(request, "demo/roles.html", {"roles": queries.roles(), "next": request.GET.get("next", "/")})
    form = RoleForm(request.POST)
    logout(request)
    if form.is_valid():
        login(request, form.cleaned_data["person"])
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    return HttpResponseRedirect(target)
