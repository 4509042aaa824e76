"""Sign in, choose a post, sign out."""

from __future__ import annotations

from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from answerable.desk import throttle
from answerable.desk.doors import anyone, signed_in
from answerable.desk.forms import SignInForm
from answerable.desk.middleware import POST_KEY, posts_here


@anyone
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    back = safe_next(request)
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect(back)
        context = {"form": SignInForm(), "next": back, "lost": request.GET.get("lost")}
        return render(request, "desk/sign_in.html", context)
    form = SignInForm(request.POST)
    officer = form.is_valid() and _authenticate(request, form)
    if not officer:
        return render(request, "desk/sign_in.html", {"form": form, "next": back}, status=422)
    auth.login(request, officer)
    if len(posts_here(request)) > 1:
        return redirect(f"{reverse('desk:post')}?next={back}")
    return redirect(back)


def _authenticate(request: HttpRequest, form: SignInForm) -> object | None:
    """The officer, or None with the reason on the form. The reason never says whether the name exists."""
    username = form.cleaned_data["username"].strip()
    key = f"{username.casefold()}|{request.META.get('REMOTE_ADDR', '')}"
    wait = throttle.wait_minutes(key, now=request.now)
    if wait:
        sentence = ngettext(
            "Too many wrong passwords. Wait %(n)d minute, then try again; or ask your administrator.",
            "Too many wrong passwords. Wait %(n)d minutes, then try again; or ask your administrator.",
            wait,
        )
        form.add_error(None, sentence % {"n": wait})
        return None
    officer = auth.authenticate(request, username=username, password=form.cleaned_data["password"])
    if officer is None:
        throttle.failed(key, now=request.now)
        form.add_error(None, _("User name and password do not match. Check both and try again."))
        return None
    throttle.forget(key)
    return officer


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def choose_post(request: HttpRequest) -> HttpResponse:
    posts = posts_here(request)
    if request.method == "POST":
        chosen = request.POST.get("post", "")
        if chosen in {post.code for post in posts}:
            request.session[POST_KEY] = chosen
            return redirect(safe_next(request))
    return render(request, "desk/post.html", {"posts": posts, "next": safe_next(request)})


@signed_in
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    auth.logout(request)
    return redirect(f"{reverse('desk:sign-in')}?out=1")


def safe_next(request: HttpRequest) -> str:
    """Where to go afterwards: an address of this site, or the desk's home."""
    wish = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wish, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wish
    return reverse("desk:home")
