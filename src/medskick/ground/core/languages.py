"""The languages of the interface, Swedish first. Needs no settings: a region's file is checked before there are any."""

INTERFACE = {"sv": "Svenska", "en": "English"}
