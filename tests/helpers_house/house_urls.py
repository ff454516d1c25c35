"""Pages of the test house."""

import time

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from medskick.ground.live import queries
from medskick.ground.live.actions import append


def home(request):
    return HttpResponse("Hem", headers={"X-Query": request.META["QUERY_STRING"]})


def slow(request):
    time.sleep(float(request.GET.get("s", "5")))
    return HttpResponse("Klart")


def tell(request):
    append(request.GET["stream"], "progress", {"n": int(request.GET["n"])})
    return HttpResponse("Berättat")


def address(request):
    after = request.GET.get("after")
    return HttpResponse(
        queries.address(
            request.GET["stream"],
            after=int(after) if after else None,
            hours=float(request.GET.get("hours", "1")),
        )
    )


@csrf_exempt
def echo(request):
    body = (
        request.body
        if request.content_type == "text/plain"
        else b"".join(f.read() for f in request.FILES.values())
    )
    return HttpResponse(
        f"{len(body)} {request.headers.get('X-Role', '-')} {request.META.get('HTTP_X_ROLE', '-')}"
    )


def large(request):
    return StreamingHttpResponse(b"x" * 65536 for _ in range(int(request.GET.get("n", "400"))))


urlpatterns = [
    path("konto/", include("medskick.ground.people.urls")),
    path("arbetsyta/", include("medskick.ground.people.workspace_urls")),
    path("arbetsyta/arbeten/", include("medskick.ground.jobs.urls")),
    path("", home),
    path("langsam/", slow),
    path("beratta/", tell),
    path("adress/", address),
    path("eko/", echo),
    path("stor/", large),
]
