"""What this room offers the house."""

from medskick.ground.core import offers
from medskick.ground.live.models import Event

offers.record(
    Event, disposal="working", why="Meddelanden till öppna sidor; det de berättar om finns i sitt eget rum."
)
