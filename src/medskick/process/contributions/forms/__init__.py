"""Forms: what visitors send (``visitor``) and what staff fill in (``staff``)."""
