"""Words that people write in the cells of their files, and what they mean to us."""

from __future__ import annotations

from medskick.process.contributions.models import Channel, SenderKind

# Keys are as ``normal_form`` leaves them.
SENDERS = {
    "person": SenderKind.PERSON, "privatperson": SenderKind.PERSON, "enskild": SenderKind.PERSON,
    "invånare": SenderKind.PERSON, "grupp": SenderKind.GROUP, "group": SenderKind.GROUP,
    "skolklass": SenderKind.SCHOOL_CLASS, "klass": SenderKind.SCHOOL_CLASS, "skola": SenderKind.SCHOOL_CLASS,
    "school class": SenderKind.SCHOOL_CLASS, "förening": SenderKind.ASSOCIATION,
    "organisation": SenderKind.ASSOCIATION, "ideell organisation": SenderKind.ASSOCIATION,
    "association": SenderKind.ASSOCIATION, "företag": SenderKind.COMPANY, "bolag": SenderKind.COMPANY,
    "company": SenderKind.COMPANY, "kommun": SenderKind.MUNICIPALITY, "municipality": SenderKind.MUNICIPALITY,
    "myndighet": SenderKind.AUTHORITY, "authority": SenderKind.AUTHORITY,
}  # fmt: skip
CHANNELS = {
    "webb": Channel.WEB, "webben": Channel.WEB, "web": Channel.WEB, "enkät": Channel.WEB, "möte": Channel.MEETING,
    "dialogmöte": Channel.MEETING, "meeting": Channel.MEETING, "workshop": Channel.WORKSHOP,
    "lektion": Channel.LESSON, "lesson": Channel.LESSON, "skola": Channel.LESSON, "brev": Channel.LETTER,
    "letter": Channel.LETTER, "e post": Channel.EMAIL, "epost": Channel.EMAIL, "mejl": Channel.EMAIL,
    "mail": Channel.EMAIL, "email": Channel.EMAIL, "e mail": Channel.EMAIL, "telefon": Channel.PHONE,
    "phone": Channel.PHONE, "import": Channel.IMPORT, "fil": Channel.IMPORT,
}  # fmt: skip
LANGUAGES = {
    "svenska": "sv", "swedish": "sv", "engelska": "en", "english": "en", "finska": "fi", "finnish": "fi",
    "meänkieli": "fit", "samiska": "se", "nordsamiska": "se",
}  # fmt: skip
