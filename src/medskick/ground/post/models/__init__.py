"""Mail that goes out, and those who asked for it."""

from medskick.ground.post.models.mail import Attachment, HeldBecause, Mail, State
from medskick.ground.post.models.subscribers import Following, Interest, Noticed, Request, Subscriber

__all__ = [
    "Attachment",
    "Following",
    "HeldBecause",
    "Interest",
    "Mail",
    "Noticed",
    "Request",
    "State",
    "Subscriber",
]
