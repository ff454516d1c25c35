"""How the result was made, in words a reader can check."""

from __future__ import annotations

from typing import Any

from . import wording as say


def method(document: dict[str, Any]) -> str:
    """The section that says what the computer did, what it did not do, and how to do it again."""
    classes = document["counts"]["statements_by_class"]
    model = document["model"]
    return f"""<section class="theme g4" aria-labelledby="metod"><h2 id="metod">Så här har det gått till</h2>
<p>En dator har läst texterna och grupperat dem efter vilka ord de använder. Ingen text har skrivits av datorn: rubrikerna är
ord ur synpunkterna och citaten står precis som de skrevs. Människor behöver läsa och rätta innan något beslutas.</p>
<ol>
<li>Personuppgifter hittas och döljs. Originalen ändras inte.</li>
<li>Varje text delas i synpunkter, en för varje tanke.</li>
<li>Synpunkter med nästan samma ord paras ihop, så att en kampanj inte styr indelningen. Alla räknas.</li>
<li>Synpunkter som liknar varandra samlas i ämnen och teman.</li>
<li>Citat väljs så att de är typiska men olika. Texter med dolda uppgifter citeras inte på de ställena.</li>
</ol>
<h3>Hur säker indelningen är</h3>
<div class="scroll" role="region" tabindex="0" aria-label="Tabell över säkerhet"><table><caption>Synpunkter efter hur väl de passar där de ligger</caption>
<thead><tr><th scope="col">Passar</th><th scope="col" class="n">Synpunkter</th><th scope="col">Det betyder</th></tr></thead><tbody>
<tr><th scope="row">Säkert</th><td class="n">{say.number(classes["core"])}</td><td>nästan alla liknande synpunkter ligger i samma ämne</td></tr>
<tr><th scope="row">Ganska säkert</th><td class="n">{say.number(classes["near"])}</td><td>de flesta liknande ligger i samma ämne, eller språket avgjorde</td></tr>
<tr><th scope="row">Mellan två ämnen</th><td class="n">{say.number(classes["mixed"])}</td><td>ett annat ämne ligger nästan lika nära</td></tr>
<tr><th scope="row">Osäkert</th><td class="n">{say.number(classes["weak"])}</td><td>liknar få andra; ligger där det är minst fel</td></tr>
<tr><th scope="row">Utan innehåll</th><td class="n">{say.number(classes["no_content"])}</td><td>säger inget att gruppera</td></tr>
</tbody></table></div>
<h3>För den som vill göra om det</h3>
<p>Motor {say.text(document["engine"])}, modell {say.text(model["name"])} {say.text(model["version"])}, frö {document["seed"]}, format
{say.text(document["schema"])}. Samma texter, frö och version ger samma resultat, tecken för tecken.</p></section>"""
