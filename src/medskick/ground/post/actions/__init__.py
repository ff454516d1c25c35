"""Writes: mail that is queued, what staff decide about it, subscriptions, the digest, disposal."""

from medskick.ground.post.actions.about import forget, overtake
from medskick.ground.post.actions.digest import notice, send_digests
from medskick.ground.post.actions.dispose import dispose
from medskick.ground.post.actions.outbox import drop, drop_old, hold, release, release_old, retry
from medskick.ground.post.actions.queue import File, send
from medskick.ground.post.actions.subscribe import (
    ask,
    change,
    confirm,
    disconnect,
    forget_unreachable,
    stop,
    unfollow,
)

__all__ = [
    "File",
    "ask",
    "change",
    "confirm",
    "disconnect",
    "dispose",
    "drop",
    "drop_old",
    "forget",
    "forget_unreachable",
    "hold",
    "notice",
    "overtake",
    "release",
    "release_old",
    "retry",
    "send",
    "send_digests",
    "stop",
    "unfollow",
]
