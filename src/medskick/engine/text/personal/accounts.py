"""Names people go by on services, own web pages and words that open an account, told by the words around them."""

import re
from collections.abc import Iterator

from ..wordlists import compiled, cues_in, folded, holds_any, read_words
from .contacts import is_official

Hit = tuple[int, int, str]

_SERVICE = (
    "instagram|insta|ig|snapchat|snap|tiktok|twitter|telegram|discord|messenger|skype|signal|twitch|youtube|threads|spotify|strava|"
    "vinted|blocket|tradera|roblox|minecraft|fortnite|steam|xbox|psn|playstation|flashback|reddit|bluesky|mastodon|kik|viber|"
    "pinterest|tumblr|soundcloud|github|linkedin|facebook|fb|wordfeud|duolingo|goodreads|jodel|quizkampen"
)
_NICKNAME = (
    "alias|smeknamn|signatur|signaturen|nick|nickname|användarnamn|användarnamnet|användare|spelnamn|gamertag|gamertaggen|username|"
    "kontonamn|kontonamnet|inlogg|inlogget|inloggning|login|profilnamn|artistnamn|datorid|student-id|cas-id"
)
_SITE = "hemsida|hemsidan|blogg|bloggen|sajt|sajten|webbsida|webbsidan|kanal|kanalen|podd|podden|profil|profilen|sida|webbplats"  # noqa: E501
_HANDLE = r"@?[^\W_](?:[\w.-]{1,28})[\w]"
_AFTER = (
    rf"(?<![\w.@/])(?i:(?:{_SERVICE})(?:-?(?:namn|konto|kontot|profil|profilen))?)(?:[ ]?[:=]|(?:,?[ ](?i:är|heter|namn|namnet|som|jag|mig|"  # noqa: E501
    rf"du|hittar|finns|under|är|nick|e)){{1,4}}:?|,)[ ]?[\"“”]?(?P<handle>{_HANDLE}(?:[ ][A-ZÅÄÖ][\w-]{{1,25}}){{0,2}})(?![\w@])"  # noqa: E501
)
_STRAIGHT = r"(?<![\w.@/])(?i:insta|instagram|snap|snapchat|tiktok|twitch|discord|roblox|steam|strava|kik)[ ](?P<handle>[a-zåäö][\w.]{3,28}\w)(?![\w@])"  # noqa: E501
_ON = (
    r"(?<!\w)(?i:heter|kallas|kallar[ ]mig|följ|sök|är|signaturen|kanalen|kontot|som|heter[ ]jag)[ ](?:jag[ ])?"
    rf"(?P<handle>{_HANDLE})[ ]på[ ](?i:{_SERVICE}|x)(?!\w)"
)
_CALLED = rf"(?<!\w)(?!Nick[ ])(?i:{_NICKNAME})(?:[ ]på[ ]\w{{1,14}})?(?:[ ]?[:=]|(?:[ ](?i:är|heter|e)){{1,2}}:?)?[ ][\"“”]?(?P<handle>{_HANDLE})(?![\w@])"  # noqa: E501
_OWN_SITE = (
    rf"(?<!\w)(?i:min|mitt|mina|vår|vårt|hennes|hans)[ ](?:[\w-]{{2,14}}[ ])?(?i:{_SITE})[^.\n!?]{{0,20}}?[ ](?P<handle>(?:https?://)?(?:www\.)?"
    r"[\w-]{2,40}(?:\.[\w-]{2,30}){0,2}\.(?:se|com|nu|net|org|info|me|eu|example|blog|blogg|site)(?:/\S{0,60})?)(?![\w])"
)
_PATH = r"(?<!\w)(?i:linkedin)[ :]{1,2}(?P<handle>/?in/[\w-]{3,40})"
_LINK = r"(?<![\w@./])(?:https?://)?(?:[\w-]{1,40}\.){1,4}[a-z]{2,10}/(?P<path>[^\s<>\"']{2,120})"
_SECRET = r"(?<!\w)(?i:lösen(?:ord)?(?:et)?|password|pw)(?:[ ](?:till|på|för|hos|i)[ ][\w-]{2,20}){0,2}[ ]?(?:är|:|=)[ ]?[\"“”]?(?P<handle>[^\s,;\"“”]{4,30})"  # noqa: S105, E501
_SERVICES, _NICKNAMES, _SITES = cues_in(_SERVICE), cues_in(_NICKNAME), cues_in(_SITE)


def accounts(text: str) -> Iterator[Hit]:
    """Yield (start, end, "other") of account names, own web pages and passwords."""
    lower = folded(text)
    patterns = [
        *((_AFTER, _STRAIGHT, _ON, _PATH) if holds_any(lower, _SERVICES) or " på x " in lower else ()),
        *((_CALLED,) if holds_any(lower, _NICKNAMES) else ()),
        *((_OWN_SITE,) if "." in text and holds_any(lower, _SITES) else ()),
        *((_SECRET,) if "lösen" in lower or "password" in lower or "pw" in lower else ()),
    ]
    if "/" in text and "." in text:
        for found in compiled(_LINK).finditer(text):
            if _of_a_person(found["path"]):
                yield found.start(), found.start() + len(found.group().rstrip(".,;:!?)")), "other"
    for pattern in patterns:
        for found in compiled(pattern).finditer(text):
            handle = found["handle"].rstrip(".-!")
            if pattern in (_OWN_SITE, _PATH) or _is_own(handle):
                yield found.start("handle"), found.start("handle") + len(handle), "other"


def _of_a_person(path: str) -> bool:
    """Whether a part of a link's path is a given name joined to another word, "~anna" or "@anna"."""
    for part in path.casefold().split("/"):
        words = re.split(r"[._-]", part.strip(".,;:!?)"))
        if part[:1] in "~@" or (
            len(words) == 2 and len(words[1]) > 2 and words[0] in read_words(__file__, "given_names")
        ):
            return True
    return False


def _is_own(handle: str) -> bool:
    """Whether a word can be what somebody calls themself: no everyday word, no body."""
    key = handle.casefold().strip("@")
    return (
        len(key) > 2
        and key not in read_words(__file__, "things")
        and key not in read_words(__file__, "common_words")
        and key not in read_words(__file__, "places")
        and not is_official(handle)
    )
