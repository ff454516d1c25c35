"""Made-up data for the style guide: every part in its usual and its awkward states."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.safestring import mark_safe

from medskick.ground.ui.tables import Cell, Column, DataTable

AREAS = [
    {"colour": "gran", "letter": "A", "name": "Platser där människor vill bo"},
    {"colour": "fjall", "letter": "B", "name": "Innovation"},
    {"colour": "ljung", "letter": "C", "name": "Utbildning och kompetens"},
    {"colour": "hjortron", "letter": "D", "name": "Robust infrastruktur"},
]

TOKENS = (
    "sno", "dimma", "line", "skiffer", "quiet", "tjarn", "gran", "fjall", "ljung", "hjortron", "norrsken", "lingon",
    "moln",
)  # fmt: skip

PLACES = [
    ("Arjeplog", 31), ("Arvidsjaur", 54), ("Boden", 188), ("Gällivare", 141), ("Haparanda", 77), ("Jokkmokk", 66),
    ("Kalix", 120), ("Kiruna", 203), ("Luleå", 412), ("Pajala", 58), ("Piteå", 260), ("Älvsbyn", 0),
    ("Överkalix", None), ("Övertorneå", 39),
]  # fmt: skip
SPREAD = [{"label": label, "value": value} for label, value in PLACES]

RATES = [
    {"label": "Överkalix", "value": None, "text": "för få att visa"},
    {"label": "Piteå", "value": 1.9, "text": "1,9 per 1 000"},
    {"label": "Haparanda", "value": 5.5, "text": "5,5 per 1 000"},
]

THEMES = [
    ("Resor utan bil", 1214, 3, "Många vill kunna ta sig hem på kvällen."),
    ("Mötesplatser för unga", 987, 0, "Ungdomsgårdar som är öppna på sommaren."),
    ("Vård nära hemma", 905, 0, "Långa avstånd till förlossning och akut."),
    ("Bostäder i byarna", 611, 0, "Svårt att låna till att bygga nytt."),
    ("Kompetens till industrin", 540, 2, "Utbildningar som går att läsa på distans."),
    ("Fjällvärld och natur", 388, 0, ""),
    ("Mobilnät och bredband", 342, 3, ""),
    ("Samiska språk och kultur", 268, 2, "Undervisning i davvisámegiella på fler orter."),
    ("Små företag", 214, 1, ""),
    ("Elpriser och energi", 160, 1, ""),
    ("Föreningsliv", 96, 0, ""),
    ("Gränshandel", 41, 1, ""),
]


class ExampleForm(forms.Form):
    """A form with one field of every shape, sent with faults in it."""

    text = forms.CharField(
        label="Vad är viktigast för att du ska ha ett bra liv där du bor?",
        help_text="Skriv fritt, kort eller långt. Det behöver inte vara rättstavat.",
        widget=forms.Textarea(attrs={"data-count": "", "maxlength": 2000, "rows": 4}),
        error_messages={"required": "Skriv några ord innan du skickar."},
    )
    municipality = forms.ChoiceField(
        label="Kommun",
        required=False,
        choices=[("", "Välj om du vill"), ("2580", "Luleå"), ("2521", "Pajala")],
    )
    people = forms.IntegerField(
        label="Hur många är ni?", required=False, help_text="Räkna alla som står bakom texten."
    )
    age = forms.ChoiceField(
        label="Ålder",
        required=False,
        widget=forms.RadioSelect,
        choices=[("0-15", "Under 16 år"), ("16-24", "16–24 år"), ("25-44", "25–44 år")],
    )
    letter = forms.FileField(label="Fil", required=False, help_text="CSV, XLSX eller DOCX, högst 80 MB.")
    group = forms.BooleanField(label="Jag svarar för en grupp", required=False)


def phases() -> list[dict[str, str]]:
    names = ["Dialog", "Analys", "Förslag", "Remiss", "Beslut", "Uppföljning"]
    dates = [
        "till 30 november",
        "december–februari",
        "mars–maj",
        "juni–september",
        "november 2026",
        "från 2027",
    ]
    states = ["done", "now", "next", "next", "next", "next"]
    return [
        {"name": name, "dates": date, "state": state}
        for name, date, state in zip(names, dates, states, strict=True)
    ]


def journey() -> list[dict[str, str]]:
    return [
        {"state": "done", "title": "Mottagen", "when": "12 mars 2026 kl. 10.42"},
        {"state": "done", "title": "Delad i 1 tanke, inget dolt"},
        {
            "state": "done",
            "title": "Hör till temat Resor utan bil",
            "sentence": "214 röster från 13 kommuner handlar om något liknande.",
            "address": "/teman/resor-utan-bil/",
            "link_label": "Se din plats på kartan",
        },
        {
            "state": "now",
            "title": "Förslaget skrivs",
            "sentence": "Redaktörerna arbetar till och med 31 maj.",
        },
        {"state": "next", "title": "Remiss till 30 september"},
        {"state": "next", "title": "Beslut i regionfullmäktige, planerat november"},
    ]


def table() -> DataTable:
    columns = [
        Column("place", "Kommun", sortable=True),
        Column("voices", "Röster", number=True, sortable=True),
        Column("state", "Läge"),
    ]
    judged = {None: Cell("Kan inte bedömas"), 0: Cell("Ingen än", tone="bad")}
    rows = [
        {
            "place": Cell(label, url="/moten/"),
            "voices": "färre än 5" if value is None else value,
            "state": judged.get(
                value, Cell("Bra", tone="good") if (value or 0) > 60 else Cell("Få", tone="watch")
            ),
        }
        for label, value in PLACES
    ]
    page = Paginator(range(412), 14).page(5)
    return DataTable(
        "Röster per kommun",
        columns,
        rows,
        sort="-voices",
        page=page,
        csv_url="/oppna-data/",
        filter_here=True,
    )


def picture() -> str:
    """A little drawing in place of a chart."""
    return mark_safe(
        '<svg viewBox="0 0 640 180" role="img" aria-label="En linje som stiger från 41 till 58 procent">'
        '<path class="example-line" d="M20 150L140 138 260 120 380 96 500 84 620 52"/></svg>'
    )


def all_parts() -> dict[str, Any]:
    """Everything the style guide shows."""
    themes = [
        {
            "name": name,
            "label": name,
            "value": count,
            "count": count,
            "url": f"/teman/{number}/",
            "area": AREAS[area],
            "finding": finding,
            "places": 14 - number,
            "spread": SPREAD[number:] + SPREAD[:number],
            "change": "37 fler än i förra utgåvan" if number == 0 else "",
        }
        for number, (name, count, area, finding) in enumerate(THEMES)
    ]
    wrong = ExampleForm({"text": "", "people": "många", "age": "16-24"}, files=None, auto_id="fel_%s")
    return {
        "areas": AREAS,
        "phases": phases(),
        "steps": journey(),
        "spread_rows": SPREAD,
        "rate_rows": RATES,
        "themes": themes,
        "form": ExampleForm(),
        "wrong_form": wrong,
        "table": table(),
        "picture": picture(),
        "picture_table": {
            "caption": "Andel som litar på andra",
            "columns": ["År", "Procent"],
            "rows": [[2014, 41], [2017, 47], [2020, 52], [2023, 58]],
        },
        "segments": [
            {"text": "Ring mig på ", "kind": None},
            {"text": "", "kind": "phone", "label": "telefonnummer"},
            {"text": " om ni vill veta mer om nattbussen från gymnasiet.", "kind": None},
        ],
        "crumbs": [
            {"label": "Start", "url": "/"},
            {"label": "Teman", "url": "/teman/"},
            {"label": "Resor utan bil"},
        ],
        "tones": ["good", "watch", "bad", "action", ""],
        "tokens": list(TOKENS),
    }
