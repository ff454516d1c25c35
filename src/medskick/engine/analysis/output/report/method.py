"""How the result was made, in words a reader can check."""

from __future__ import annotations

from typing import Any

from . import wording as say
from .elements import count_cell, row, table
from .model_text import about_model

STEPS = (
    "Personuppgifter hittas och döljs. Originalen ändras inte.",
    "Varje text (medskick) delas i tankar. En tanke är en del av texten som handlar om en enda sak.",
    "Tankar med nästan samma ord paras ihop, så att en kampanj inte styr indelningen. Alla räknas.",
    "Tankar som liknar varandra samlas i ämnen och teman.",
    "Citat delas mellan dem som har skrivit: en grupp som är stor nog och säger något liknande får ett. Ett citat "
    "innehåller aldrig något som är dolt.",
    "Sammanfattningar är meningar som människor har skrivit, valda så att de täcker vad alla säger. Varje "
    "sammanfattning jämförs med slumpvisa urval, för alla och för varje grupp.",
)
WITHOUT_MODEL = (
    "Datorn har inte skrivit någon text själv: rubrikerna är ord ur tankarna "
    "och citaten står precis som de skrevs."
)
WITH_MODEL = (
    "Rubrikerna är ord ur tankarna och citaten står precis som de skrevs. En annan språkmodell har föreslagit "
    "meningar. De är märkta."
)
CLASSES = (
    ("core", "Säkert", "nästan alla liknande tankar ligger i samma ämne"),
    ("near", "Ganska säkert", "de flesta liknande ligger i samma ämne, eller språket avgjorde"),
    ("mixed", "Mellan två ämnen", "ett annat ämne ligger nästan lika nära"),
    ("weak", "Osäkert", "liknar få andra och ligger där det är minst fel"),
    ("no_content", "Utan innehåll", "säger inget att gruppera"),
)


def method(document: dict[str, Any]) -> str:
    """The section that says what the computer did, what it did not do, and how to do it again."""
    found = document["counts"]["statements_by_class"]
    model = document["model"]
    rows = (
        row(name, [count_cell(say.number(found[key])), f"<td>{means}</td>"]) for key, name, means in CLASSES
    )
    sure = table(
        "Tankar efter hur väl de passar där de ligger",
        (("Passar", ""), ("Tankar", "n"), ("Det betyder", "")),
        rows,
    )
    steps = "".join(f"<li>{step}</li>" for step in STEPS)
    own_words = WITH_MODEL if document.get("language_model") else WITHOUT_MODEL
    return f"""<section class="theme g4" aria-labelledby="metod"><h2 id="metod">Så här har det gått till</h2>
<p>En dator har läst texterna och grupperat dem efter vad de handlar om. Den använder en liten svensk språkmodell som
bara mäter hur nära två texter ligger varandra. {own_words} Människor behöver läsa och rätta innan något beslutas.</p>
<ol>{steps}</ol>
<h3>Hur säker indelningen är</h3>
{sure}
{about_model(document)}
<h3>För den som vill göra om det</h3>
<p>Motor {say.text(document["engine"])}, modell {say.text(model["name"])} {say.text(model["version"])}, frö
{document["seed"]}, format {say.text(document["schema"])}. Samma texter, frö och version ger samma resultat, tecken för
tecken.</p></section>"""
