"""A deliberately lossy server: about one thank-you in twenty is not kept. Only ``BREAK=1`` puts this on the path.

It proves that the fault schedules can fail. Nothing of the product knows about it.
"""

import builtins
import random
import sys

_import = builtins.__import__
_done = False


def _watch(name, *args, **kwargs):
    global _done
    module = _import(name, *args, **kwargs)
    form = sys.modules.get("medskick.process.contributions.views.form")
    if not _done and form is not None and hasattr(form, "receive"):
        _done = True
        form.receive = _forgetful(form.receive)
    return module


def _forgetful(receive):
    from django.db import transaction

    def forgets(*args, **kwargs):
        with transaction.atomic():
            kept = receive(*args, **kwargs)
            if random.random() < 0.05:
                transaction.set_rollback(True)
        return kept

    return forgets


builtins.__import__ = _watch
