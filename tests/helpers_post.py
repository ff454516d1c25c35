"""A visitor who subscribes, for tests: fills in the form, reads the mail, follows its link."""

from __future__ import annotations

import re
import time
from typing import Any
from urllib.parse import urlsplit

from django.core import signing

from helpers_contributions import hidden_fields
from medskick.ground.core import tokens
from medskick.ground.post.models import Mail, Subscriber

FORM = "/prenumerera/"


def old_token(purpose: str, seconds: float = 10, nonce: str = "nonce-nonce") -> str:
    """A form's token as it would be had the page been open for a while."""
    then = time.time() - seconds

    class Then(signing.TimestampSigner):
        def timestamp(self) -> str:
            return signing.b62_encode(int(then))

    return Then(salt=f"visitor:{purpose}").sign_object([nonce, round(then, 2)])


def ask(
    client: Any,
    address: str = "anna@exempel.se",
    *,
    form: str = FORM,
    purpose: str = "subscribe",
    **fields: Any,
):
    """Open a form that asks for an address and post it, as slowly as a person; the answer."""
    page = hidden_fields(client.get(form).content.decode())
    data = {**page, tokens.FIELD: old_token(purpose), "address": address, **fields}
    return client.post(form, data)


def link_in(mail: Mail, part: str) -> str:
    """The path of the link of ours in a mail that holds ``part``."""
    found = re.search(rf"https?://\S*/{part}/\S+", mail.text)
    assert found, mail.text
    return urlsplit(found[0]).path


def confirmed(client: Any, address: str = "anna@exempel.se", **fields: Any) -> Subscriber:
    """Subscribe and confirm through the link in the mail."""
    fields = fields or {"everything": "on"}
    ask(client, address, **fields)
    mail = Mail.objects.filter(kind="post.confirm", to=address).first()
    assert mail is not None
    answer = client.post(link_in(mail, "bekrafta"))
    assert answer.status_code == 303
    return Subscriber.objects.get(address=address)
