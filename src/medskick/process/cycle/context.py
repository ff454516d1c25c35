"""The region and the current cycle for every page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from medskick.process.cycle import region as regions


def region(request: HttpRequest) -> dict[str, Any]:
    """``region`` in all templates. Needs no database, so that error pages have it too."""
    return {"region": regions.region()}
