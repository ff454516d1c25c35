"""How this room's own rows are kept."""

from medskick.ground.core import models, offers

offers.record(models.Receipt, why="Avsändarens bevis; utan det går kedjan inte att följa.")
offers.record(models.ReceiptRef, why="Kvittots innehåll.")
offers.record(models.AuditEntry, why="Loggen är en allmän handling och visar vem som gjort vad.")
offers.record(models.Judgement, why="Bedömningar är underlag för beslut.")
offers.record(
    models.Arrival,
    disposal="expire",
    why="Gör att samma sak aldrig sparas två gånger. Innehåller inga texter och tas bort efter 400 dagar.",
)
