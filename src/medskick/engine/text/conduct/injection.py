"""Attempts to give orders to a machine that reads the texts: phrases, markup, coded and hidden text."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

from .phrases import PhraseBook, Token

Hit = tuple[int, int]

_PHRASES = PhraseBook("injection")

_ROLES = (
    r"(?:system|assistant|assistent|user|human|developer|admin|instructions?|instruktion(?:er)?|prompt|tool|"
    r"function|context|override|rules?|secret|note|ai|llm|im_start|im_end|script|style|iframe|svg|img|meta)"
)
_MARKUP = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"</?\s{{0,3}}{_ROLES}\b[^<>]{{0,200}}>",
        r"<\|[^|<>]{1,40}\|>|<<\s?/?sys\s?>>|<!--|-->|<!\[CDATA\[|<\?(?:php|xml)",
        r"\[/?\s?(?:inst|system|sys|assistant|admin|override|instructions?|prompt|ai)\b[^\[\]]{0,40}\]",
        r"\{\{[^{}]{1,80}\}\}|\{%[^{}]{1,80}%\}|\$\{[^{}]{1,80}\}",
        rf"(?:^|\n)\s{{0,5}}(?:[#*_>\-]{{1,6}}\s{{0,2}})?{_ROLES}(?:\s?(?:prompt|message|meddelande|"
        rf"note|override|instruction))?"
        r"[*_]{0,2}\s?:(?!\w)",
        r"(?-i:[.!?]\s(?:SYSTEM|ASSISTANT|ADMIN|USER|PROMPT|OVERRIDE|INSTRUCTIONS?|INSTRUKTION(?:ER)?|AI)\s?:)",
        r"(?:^|\n)\s{0,3}#{1,6}\s?(?:system|instru|prompt|new task|uppgift|response|override|end of)\w*",
        r"(?:^|\n)\s{0,3}[-=*]{3,}\s?(?:end|begin|slut|start|new|ny|nya)\b[^\n]{0,40}",
        r"!\[[^\]\n]{0,80}\]\([^)\n]{1,200}\)|\]\(\s?(?:javascript|data|vbscript):",
        r"\bjavascript:|\bon(?:error|load|click)\s?=|data:text/html|(?:^|\n)```|\b(?:print|"
        r"echo|eval|exec|system)\(",
        r"\b(?:priority|moderation|rank|score|weight|filter|prioritet|vikt|poäng|sentiment|role|status|theme|tema)\s?=\s?[\w'\"]",
        r"%{3}|(?<!=)={3,10}\s?\w|\bsudo\s|<\w+(?:\s[^<>]{0,80})?>[^<>]{0,200}</\w+>|\bsystem_prompt|\bself\.\w+\(",
        r"['\"]\s?(?:or|and)\s['\"]?\d['\"]?\s?=\s?['\"]?\d|\bunion select\b|\bdrop table\b",
        r"['\"](?:role|system|instruction|action|priority|label)['\"]\s?:",
        r"\b(?:ignorez|oubliez) (?:toutes )?les instructions|\bignorier\w* (?:alle )?(?:vorherigen|"
        r"bisherigen|anweisungen)",
        r"\bignora (?:todas )?las instrucciones|\bигнорируй|\bignorer (?:alle )?tidligere",
    )
)
_HAS_MARKUP = re.compile(r"[%<>\[\]{}#=`\"'():]|ignor|oublie|игнор|union|drop|sudo|system_", re.IGNORECASE)
_BLOB = re.compile(r"(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/_-]{40,}={0,2}")
_ESCAPED = re.compile(
    r"(?:\\x[0-9a-f]{2}){6,}|(?:%[0-9a-f]{2}){6,}|(?:&#x?[0-9a-f]{2,6};){4,}|(?:\\u[0-9a-f]{4}){4,}",
    re.IGNORECASE,
)
_HIDDEN = re.compile(
    "[\u200b\u200c\u2060-\u2064\u206a-\u206f\u180e]{3,}|[\u202a\u202b\u202d\u202e\u2066-\u2068]"
    "|[\U000e0020-\U000e007f]{2,}|(?<=\\w)[\u200b\u2060](?=\\w)"
)
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007f]+")
_MIXED_SCRIPT = re.compile(r"[a-zA-Z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][a-zA-Z]")


def injections(text: str, stream: list[Token]) -> Iterator[Hit]:
    """Yield the spans of `text` (a plain view, and its words) that try to instruct or trick a machine."""
    for start, end, _ in _PHRASES.find(stream):
        yield start, end
    if _HAS_MARKUP.search(text):
        for pattern in _MARKUP:
            for found in pattern.finditer(text):
                yield found.span()
    for found in _BLOB.finditer(text):
        if _coded(found.group()):
            yield found.span()
    if "\\" in text or "%" in text or "&#" in text:
        for found in _ESCAPED.finditer(text):
            yield found.span()
    if not text.isascii():
        for found in _MIXED_SCRIPT.finditer(text):
            yield found.span()


def hidden_characters(text: str) -> Iterator[Hit]:
    """Yield the spans of the original `text` that a reader cannot see but a machine reads."""
    if text.isascii():
        return
    flags = [found.span() for found in _FLAG.finditer(text)]
    begins = [start for start, _ in flags]
    for found in _HIDDEN.finditer(text):
        before = bisect_right(begins, found.start()) - 1
        if before < 0 or found.start() >= flags[before][1]:
            yield found.span()


def _coded(blob: str) -> bool:
    """Whether a long unbroken run looks like an encoded message rather than a drawn-out word, an address or a rule."""
    sample = blob[:200]
    kinds = {unicodedata.category(c) for c in sample}
    if len(set(sample.casefold())) < 8 or sample.count("/") > 4 or sample.count("-") > 3:
        return False
    return {"Lu", "Ll"} <= kinds or {"Ll", "Nd"} <= kinds
