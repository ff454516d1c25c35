"""The parts of the ASGI front (see ``medskick.config.server``)."""
