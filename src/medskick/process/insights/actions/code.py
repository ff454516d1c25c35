"""What people decide about single statements with a codebook at hand. It always stands, and runs learn from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.ground.core.access import SYSTEM, Viewer, require
from medskick.ground.core.told import keep
from medskick.ground.jobs import actions as jobs
from medskick.process.insights.actions import _book, entry_themes
from medskick.process.insights.actions.answering import answer
from medskick.process.insights.models import (
    Codebook,
    CodebookVersion,
    CodeDecision,
    CodedStatement,
    Origin,
    Placement,
    Run,
    StrengthClass,
)
from medskick.process.insights.queries import grounds
from medskick.process.insights.queries.desk import LEARN
from medskick.process.insights.queries.names import of_entries

MOST_KEYS = 8


def decide(coded: CodedStatement, keys: Sequence[str], *, shown: int, by: Viewer) -> CodeDecision:
    """Say which entries a statement belongs to, the main one first; no keys: none fits.

    ``shown``: version of the decision the form showed, 0 for none. Raises ChangedMeanwhileError when somebody else has
    decided since (nothing is changed then), ValidationError for keys that the run's codebook does not have and where a
    newer run has taken the place of this one.
    """
    require("insights.review", by)
    run, version = coded.run, _version(coded.run)
    keys = list(dict.fromkeys(keys))
    if any(version.entry(key) is None for key in keys) or len(keys) > MOST_KEYS:
        raise ValidationError(_("Välj teman som finns i kodboken, högst åtta."))
    with transaction.atomic():
        _book.lock_book(run.cycle)
        refuse_superseded(run, by)
        coded.refresh_from_db()
        before = _decision(version.codebook, coded)
        if before is not None and before.active and before.keys == keys:
            return before
        if (before.version if before else 0) != shown:
            raise _book.ChangedMeanwhileError(_meanwhile(run, version, before), "")
        active = before is not None and before.active
        guess = before.guess if before and active else [key for key in (coded.entry, *coded.also) if key]
        place = _place(coded)
        home = before.home if before and active else _home(place)
        decision, _made = CodeDecision.objects.update_or_create(
            codebook=version.codebook,
            **_span(coded),
            defaults={
                "keys": keys,
                "guess": guess,
                "home": home,
                "active": True,
                "version": shown + 1,
                "author_id": by.user_id,
                "author_name": by.name,
                "at": timezone.now(),
            },
        )
        undo = _undo(run, coded, decision, before, place)
        lost, went = _put(run, version, coded, place, keys)
        undo |= went
        if place is not None:
            now = Placement.objects.select_related("theme").get(pk=place.pk)
            undo |= {"answered": answer(run.cycle, [place], now.theme, by=by)}
        _tell(run, decision, _kept(version, keys, run.cycle_id), undo, by, lost)
    return decision


def latest_own(run: Run, by: Viewer) -> CodeDecision | None:
    """The viewer's newest decision that stands, about a statement of this run."""
    if run.codebook is None or by.user_id is None:
        return None
    own = CodeDecision.objects.filter(codebook=run.codebook.codebook_id, active=True, author_id=by.user_id)
    return next((one for one in own[:20] if of_decision(run, one) is not None), None)


def of_decision(run: Run, decision: CodeDecision) -> CodedStatement | None:
    """The run's statement that a decision is about."""
    return (
        CodedStatement.objects.filter(
            run=run,
            statement__contribution_id=decision.contribution_id,
            statement__field=decision.field,
            statement__start=decision.start,
            statement__end=decision.end,
        )
        .select_related("statement", "run")
        .first()
    )


def back_to_engine(coded: CodedStatement, decision: CodeDecision) -> None:
    """The statement belongs again where the engine had it, until it has learned anew."""
    guess = decision.guess
    CodedStatement.objects.filter(pk=coded.pk).update(
        entry=guess[0] if guess else "", also=guess[1:], strength=0, offer=0
    )


def in_words(version: CodebookVersion, keys: Sequence[str], called: Mapping[str, str]) -> str:
    """The entries of a decision as people read them: what their themes are called (``names.of_entries``)."""
    names = [called.get(key, entry["label"]) for key in keys if (entry := version.entry(key))]
    return ", ".join(names) if names else _("inget tema")


def _kept(version: CodebookVersion, keys: Sequence[str], cycle_id: int) -> Any:
    """The same for lines that are read later, in any language."""
    return (
        in_words(version, keys, of_entries(version, cycle_id))
        if any(map(version.entry, keys))
        else keep("insights.fits_none")
    )


def restore(change_undo: dict[str, Any], by: Viewer) -> None:
    """Take back a decision from the book's own line: the decision as it was before, and learning anew."""
    told = change_undo["decision"]
    decision = CodeDecision.objects.select_for_update().get(pk=told["pk"])
    before = told["before"]
    CodeDecision.objects.filter(pk=decision.pk).update(version=F("version") + 1, **before)
    run = _desk_of(Run.objects.select_related("codebook__codebook", "cycle").get(pk=told["run"]))
    if (coded := of_decision(run, decision)) is not None:
        if before["active"]:
            keys = before.get("keys", decision.keys)
            CodedStatement.objects.filter(pk=coded.pk).update(
                entry=keys[0] if keys else "", also=keys[1:], strength=1, offer=None
            )
        else:
            back_to_engine(coded, decision)
    learn_soon(run, by)


def learn_soon(run: Run, by: Viewer) -> None:
    """Count one more decision and let a worker learn from all of them. Inside the caller's transaction."""
    codebook = Codebook.objects.select_for_update().get(pk=_version(run).codebook_id)
    codebook.decided += 1
    codebook.save(update_fields=["decided"])
    jobs.start(LEARN, {"run": run.number}, by=by, key=f"{run.number}.{codebook.decided}")


def _desk_of(run: Run) -> Run:
    """The newest run that counts with the same codebook: where a decision is learned from now."""
    assert run.codebook is not None
    later = Run.objects.that_count().after(run).filter(codebook__codebook=run.codebook.codebook_id)
    return later.select_related("codebook__codebook", "cycle").first() or run


def refuse_superseded(run: Run, by: Viewer) -> None:
    """Raise ValidationError where a newer run is what the book follows: what is decided here would change that one
    unseen."""
    newer = grounds.superseded_by(run, by)
    if newer is not None:
        raise ValidationError(
            _("Analys %(old)s har ersatts av analys %(new)s. Inget är sparat. Bestäm i den nya i stället.")
            % {"old": run.number, "new": newer.number}
        )


def learn_missed(run: Run) -> None:
    """Let a worker learn what people decided at an older desk while the run went on. In the caller's transaction."""
    version = _version(run)
    codebook = Codebook.objects.select_for_update().get(pk=version.codebook_id)
    if not Run.objects.filter(pk=run.pk, learned__lt=codebook.decided).exists():
        return
    decided = {
        (one.contribution_id, one.field, one.start, one.end): one.keys
        for one in CodeDecision.objects.filter(
            codebook=codebook, active=True, contribution__cycle=run.cycle_id
        )
        if not one.keys or any(version.entry(key) for key in one.keys)
    }
    rows = CodedStatement.objects.filter(run=run, statement__contribution__in={key[0] for key in decided})
    changed = []
    for row in rows.select_related("statement"):
        keys = decided.get(tuple(_span(row).values()))
        if keys is not None and [row.entry, *row.also] != (keys or [""]):
            row.entry, row.also, row.strength, row.offer = keys[0] if keys else "", keys[1:], 1, None
            changed.append(row)
    CodedStatement.objects.bulk_update(changed, ["entry", "also", "strength", "offer"], batch_size=200)
    jobs.start(LEARN, {"run": run.number}, by=SYSTEM, key=f"{run.number}.{codebook.decided}")


def _version(run: Run) -> CodebookVersion:
    if run.codebook is None:
        raise ValidationError(_("Den här analysen har ingen kodbok."))
    return run.codebook


def _span(coded: CodedStatement) -> dict[str, Any]:
    row = coded.statement
    return {"contribution_id": row.contribution_id, "field": row.field, "start": row.start, "end": row.end}


def _decision(codebook: Codebook, coded: CodedStatement) -> CodeDecision | None:
    return CodeDecision.objects.filter(codebook=codebook, **_span(coded)).first()


def _place(coded: CodedStatement) -> Placement | None:
    return Placement.objects.filter(**_span(coded)).select_related("theme").first()


def _home(place: Placement | None) -> list[Any]:
    return [place.theme_id, place.origin, place.strength_class] if place else []


def _put(
    run: Run, version: CodebookVersion, coded: CodedStatement, place: Placement | None, keys: Sequence[str]
) -> tuple[_book.Lost, dict[str, Any]]:
    """Write where the statement belongs now: in the run, and in the book as a person's choice.

    Answers what lost its approval, and for taking it back: the theme it came to (``to``), and that theme where it came
    into the book by this (``made``).

    The theme that it leaves has to be approved again. The one it comes to keeps its approval: everything that was
    approved is still there, as when a run brings new voices. Who confirms where it lies changes no theme.
    """
    CodedStatement.objects.filter(pk=coded.pk).update(
        entry=keys[0] if keys else "", also=keys[1:], strength=1, offer=None
    )
    if place is None:
        return [], {}
    theme_id, made = None, False
    if keys:
        order = next(n for n, entry in enumerate(version.entries) if entry["key"] == keys[0])
        made = keys[0] not in entry_themes.linked_themes(version.codebook, run.cycle_id)
        theme = entry_themes.theme_of(run, version.entries[order], order)
        inside = place.theme is not None and place.theme.is_live and place.theme.parent_id == theme.pk
        theme_id = place.theme_id if inside else theme.pk
    lost = _book.void_approval(place.theme_id) if theme_id != place.theme_id else []
    row = Placement.objects.filter(pk=place.pk)
    if theme_id and place.strength_class == StrengthClass.NO_CONTENT:
        row.update(strength_class=StrengthClass.NEAR)
    row.update(theme_id=theme_id, origin=Origin.PERSON)
    return lost, {"to": theme_id, "made": [theme_id] if made else []}


def _undo(
    run: Run,
    coded: CodedStatement,
    decision: CodeDecision,
    before: CodeDecision | None,
    place: Placement | None,
) -> dict[str, Any]:
    fields = ("keys", "guess", "home", "author_id", "author_name", "active")
    kept: dict[str, Any] = {"active": False}
    if before:
        kept = {name: getattr(before, name) for name in fields}
        kept["at"] = before.at.isoformat()
    return {
        "places": [[place.pk, *_home(place)]] if place else [],
        "decision": {"pk": decision.pk, "run": run.pk, "before": kept},
    }


def _tell(
    run: Run, decision: CodeDecision, to: Any, undo: dict[str, Any], by: Viewer, lost: _book.Lost
) -> None:
    number = decision.contribution.number
    _book.note(run.cycle, "statement_coded", by=by, undo=undo, lost=lost, number=number, to=to)
    learn_soon(run, by)


def _meanwhile(run: Run, version: CodebookVersion, now: CodeDecision | None) -> str:
    if now is None or not now.active:
        return _("Beslutet har tagits tillbaka medan du läste. Inget är sparat. Titta och bestäm igen.")
    return _(
        "%(who)s hann före och bestämde: %(what)s. Inget av ditt är sparat. Ändra om du ser det annorlunda."
    ) % {
        "who": now.author_name,
        "what": in_words(version, now.keys, of_entries(version, run.cycle_id)),
    }
