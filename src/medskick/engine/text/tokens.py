"""Words of a text, Swedish stems, stop words, and answers that say nothing."""

import re
from dataclasses import dataclass

from .normalise import nfc, normal_form
from .wordlists import listed

_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_][\w\u0300-\u036f]*(?:[-'’:][^\W_][\w\u0300-\u036f]*)*")
_WORD_KEPT = re.compile(f"({_WORD.pattern})")

STOPWORDS_SV = listed(
    """
    alla allas allt alltid alltså andra annan annat att av bara behöva behöver bli blir blev blivit borde bort bra bör
    både båda de dem den denna deras dess dessa det detsamma detta dig din dina ditt dit dom du då där därför efter
    egen eget egna ej eller en er era ert ett fast fler flera från få får fått för före genom ge ger gör göra gått går
    ha hade han hans har hela helt henne hennes hit hon honom hos hur här i ibland icke in inga ingen inget ingenting
    inne innan inom inte int ja jag ju just kan kanske kom kommer kunde kunna liksom lika lite man med medan mellan men
    mer mest mig min mina mitt mot mycket måste ni nog nu när nån någon något några nåt nästan och också om oss på rätt
    redan samma samt se sedan sen ser ses sig sin sina sitt själv ska skall skulle som så sådan sådana sådant söka tack
    till tills tycker typ under upp ur ut utan vad var vara varandra varför varit varje vars vart vem vems verkligen vet
    vi vid vilka vilkas vilken vilket vill ville vår våra vårt väl än ännu är även å över e o ä dej mej sej
    """
)

_NO_CONTENT = frozenset(
    normal_form(answer)
    for answer in """
    nej|nä|nej tack|nix|nope|no|ne|na|n/a|ja|japp|jo|ok|okej|okay|okey|oki|mm|hm|hmm|jaha|bra|allt är bra|det är bra
    det är bra som det är|helt okej|helt ok|inget|inget alls|inget särskilt|inget speciellt|inget mer|inget annat
    inget att tillägga|inget att säga|inget just nu|ingenting|ingen|ingen aning|ingen åsikt|ingen kommentar|inga
    inga synpunkter|inga förslag|inga åsikter|inga kommentarer|inga idéer|har inget att tillägga|har inget förslag
    har inga förslag|har ingen åsikt|har ingen aning|vet ej|vet inte|vet int|vetej|vet inte riktigt|vet faktiskt inte
    jag vet inte|jag vet ej|det vet jag inte|ej|ej aktuellt|ej svar|inte|inte aktuellt|kommer inte på något
    kommer inte på nåt|kan inte svara|kan ej svara|svårt att säga|svårt att svara|spelar ingen roll|bryr mig inte
    samma|samma som ovan|samma som förut|samma svar|se ovan|se svar ovan|se tidigare svar|som ovan|enligt ovan|dito|idem
    hej|hejsan|hej hej|tja|hallå|hejdå|hej då|tack|tack så mycket|tackar|test|testar|test test|testing|detta är ett test
    jag testar|asdf|asd|asdasd|qwerty|qwe|xxx|xx|x|abc|aaa|lol|haha|hahaha|hehe|wow|nice|cool|kul|fint|inte mycket
    tom|blank|tomt|saknas|none|nothing|no comment|no idea|nothing to add|i don't know|don't know|dont know|dunno|idk|yes
    good|fine|hello|hi|thanks|en tiedä|en osaa sanoa|ei|ei mitään|ei kommentoitavaa|ei ole|kyllä|joo|kiitos|in dieđe|ii
    vet ej vet ej|nej nej|nej inte vad jag vet|inte vad jag vet|allt|allt är bra som det är|pass|passar|vill inte svara
    """.replace("\n", "|").split("|")
    if answer.strip()
)

_VOWELS = frozenset("aeiouyäåö")
_S_ENDING = frozenset("bcdfghjklmnoprtvy")
_STEP_1 = sorted(
    listed("""a arna erna heterna orna ad e ade ande arne are aste en anden aren heten ern ar er heter or as arnas ernas
    ornas es ades andes ens arens hetens erns at andet het ast"""),
    key=len,
    reverse=True,
)
_STEP_2 = ("dd", "gd", "nn", "dt", "gt", "kt", "tt")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its half-open code-point span; `text` is as written."""

    start: int
    end: int
    text: str


def words(text: str) -> list[Word]:
    """Return the words and numbers of `text` in order; hyphens, colons and apostrophes inside a word belong to it."""
    return [Word(m.start(), m.end(), m.group()) for m in _WORD.finditer(text)]


def words_and_gaps(text: str) -> list[str]:
    """Return what stands before the first word, the first word, what stands after it, the second word, and so on."""
    return _WORD_KEPT.split(text)


def lower_words(text: str) -> list[str]:
    """Return the words and numbers of `text` in order, casefolded, without their places: the fast way to count them."""
    return _WORD.findall(nfc(text).casefold())


def stem(word: str) -> str:
    """Return the Swedish stem of one word, lower case, å, ä and ö intact (the published Snowball rules)."""
    word = nfc(word).lower()
    region = _region(word)
    word = _drop_inflection(word, region)
    if len(word) - 2 >= region and word.endswith(_STEP_2):
        word = word[:-1]
    return _drop_derivation(word, region)


def is_no_content(text: str) -> bool:
    """Say whether `text` answers nothing: empty, only signs, or a phrase such as "vet ej" or "se ovan"."""
    key = normal_form(text)
    if not any(c.isalnum() for c in key):
        return True
    return key in _NO_CONTENT or (len(set(key)) == 1 and not key.isdigit())


def _region(word: str) -> int:
    """Where the part begins that may be cut: after the first consonant that follows a vowel, at least 3 in."""
    for i in range(1, len(word)):
        if word[i] not in _VOWELS and word[i - 1] in _VOWELS:
            return max(3, i + 1)
    return len(word)


def _drop_inflection(word: str, region: int) -> str:
    for suffix in _STEP_1:
        if word.endswith(suffix) and len(word) - len(suffix) >= region:
            return word[: -len(suffix)]
    if word.endswith("s") and len(word) - 1 >= region and word[-2] in _S_ENDING:
        return word[:-1]
    return word


def _drop_derivation(word: str, region: int) -> str:
    for suffix, kept in (("fullt", 4), ("löst", 3), ("lig", 0), ("els", 0), ("ig", 0)):
        if word.endswith(suffix) and len(word) - len(suffix) >= region:
            return word[: len(word) - len(suffix) + kept]
    return word
