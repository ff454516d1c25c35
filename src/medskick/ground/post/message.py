"""A row of the outbox as the mail that goes out: plain text, its headers, its files."""

from __future__ import annotations

from email import encoders
from email.mime.base import MIMEBase
from email.mime.text import MIMEText
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation

from medskick.ground.post import kinds
from medskick.ground.post.models import Attachment, Mail


def headers(mail: Mail) -> dict[str, str]:
    """The headers beside From, To, Subject and Date (which Django writes when it sends)."""
    told = {
        "Message-ID": mail.message_id,
        "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers, please
        "Content-Language": mail.language,
    }
    if mail.stop_address:
        told["List-Unsubscribe"] = f"<{mail.stop_address}>"
        told["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    return told


def sender(mail: Mail) -> str:
    """Who writes: the address that the operator has set, with the site's name unless it has one."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    with translation.override(mail.language):
        return formataddr((name or " ".join(str(kinds.common_slots()["site"]).split()), address))


def message(mail: Mail) -> EmailMessage:
    """What Django sends. Reads the attachments."""
    made = EmailMessage(
        subject=mail.subject, body=mail.text, from_email=sender(mail), to=[mail.to], headers=headers(mail)
    )
    for file in mail.attachments.all():
        made.attach(_part(file))
    return made


def _part(file: Attachment) -> MIMEBase:
    """The file with the parameters of its type: without ``method`` a calendar program shows no invitation."""
    plain, *parameters = (piece.strip() for piece in file.content_type.split(";"))
    main, _slash, sub = plain.partition("/")
    content = bytes(file.content)
    part: MIMEBase
    if main == "text":
        part = MIMEText(content.decode("utf-8"), sub, "utf-8")
    else:
        part = MIMEBase(main, sub)
        part.set_payload(content)
        encoders.encode_base64(part)
    for parameter in parameters:
        name, _equals, value = parameter.partition("=")
        if name != "charset":
            part.set_param(name, value)
    part.add_header("Content-Disposition", "attachment", filename=file.name)
    return part
