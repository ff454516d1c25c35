"""Views: the form (``form``), public pages (``public``), the sender's receipt (``receipt``) and staff (``staff``)."""
