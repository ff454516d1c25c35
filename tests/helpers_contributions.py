"""A visitor at the form, for tests: reads the page, fills it in, solves the puzzle."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

FIELD = re.compile(r'<input[^>]*type="hidden"[^>]*>')


def hidden_fields(body: str) -> dict[str, str]:
    """The hidden inputs of the page's forms, by name."""
    fields = {}
    for tag in FIELD.findall(body):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name:
            fields[name.group(1)] = value.group(1) if value else ""
    return fields


def proof(client: Client) -> str:
    """A solved puzzle, as the browser's script sends it."""
    import altcha

    challenge = altcha.Challenge.from_dict(client.get("/tyck-till/utmaning/").json())
    solution = altcha.solve_challenge(challenge)
    return altcha.Payload(challenge, solution).to_base64()


def send(client: Client, text: str = "Fler nattbussar", *, solve: bool = False, **fields: Any):
    """Open the form and post it; the answer to the post."""
    page = hidden_fields(client.get("/tyck-till/").content.decode())
    data = {**page, "answer_bra_liv": text, **fields}
    if solve:
        data["altcha"] = proof(client)
    return client.post("/tyck-till/", data)


def code_of(response: Any) -> str:
    """The receipt's code that a sending was answered with."""
    return response["Location"].split("/kvitto/")[1].split("/")[0]
