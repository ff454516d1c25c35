"""A mail server on a local socket for tests: accepts, defers, refuses, hangs up, dies. Standard library only."""

from __future__ import annotations

import contextlib
import email
import email.policy
import socket
import socketserver
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage

HANG_UP = "hang up"  # an answer that is no answer: the line is cut

Answer = str | Callable[[], str]


@dataclass
class Letter:
    """What was handed over: envelope, bytes and the parsed message."""

    sender: str
    recipients: list[str]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        return email.message_from_bytes(self.raw, policy=email.policy.default)  # type: ignore[return-value]


class _Talk(socketserver.StreamRequestHandler):
    server: _Listener

    def handle(self) -> None:
        house = self.server.house
        house.connections += 1
        house.open_lines.append(self.connection)
        sender, recipients = "", []
        self._say("220 test.example ready")
        while line := self.rfile.readline():
            verb, _space, rest = line.decode("utf-8", "replace").strip().partition(" ")
            verb = verb.upper()
            house.heard.append(verb)
            if verb in {"EHLO", "HELO"}:
                self._say("250-test.example", "250 8BITMIME")
            elif verb == "MAIL":
                sender, recipients = rest[5:].split(" ")[0].strip("<>"), []
                if not self._answer(house.on_sender.get(sender, "250 ok")):
                    return
            elif verb == "RCPT":
                address = rest[3:].split(" ")[0].strip("<>")
                answer = house.on_recipient.get(address, "250 ok")
                if answer == "250 ok":
                    recipients.append(address)
                if not self._answer(answer):
                    return
            elif verb == "DATA":
                self._say("354 go on")
                raw = b""
                while (piece := self.rfile.readline()) not in {b".\r\n", b""}:
                    raw += piece[1:] if piece.startswith(b".") else piece
                house.letters.append(Letter(sender, list(recipients), raw))
                if not self._answer(house.after_text.get(recipients[0] if recipients else "", "250 taken")):
                    return
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _answer(self, answer: Answer) -> bool:
        said = answer() if callable(answer) else answer
        if said == HANG_UP:
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
            return False
        self._say(said)
        return True

    def _say(self, *lines: str) -> None:
        with contextlib.suppress(OSError):
            self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


class _Listener(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    house: MailServer


@dataclass
class MailServer:
    """``letters`` are those whose text came through, answered or not. The dictionaries say how it answers."""

    letters: list[Letter] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    connections: int = 0
    open_lines: list[socket.socket] = field(default_factory=list)
    on_sender: dict[str, Answer] = field(default_factory=dict)
    on_recipient: dict[str, Answer] = field(default_factory=dict)
    after_text: dict[str, Answer] = field(default_factory=dict)
    port: int = 0
    _listener: _Listener | None = None

    def start(self) -> MailServer:
        """Listen; on the same port as before where there was one."""
        self._listener = _Listener(("127.0.0.1", self.port), _Talk)
        self._listener.house = self
        self.port = self._listener.server_address[1]
        threading.Thread(target=self._listener.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def die(self) -> None:
        """Stop listening and cut every line."""
        if self._listener is None:
            return
        self._listener.shutdown()
        self._listener.server_close()
        self._listener = None
        for line in self.open_lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def to(self, address: str) -> list[Letter]:
        """What came for this address."""
        return [letter for letter in self.letters if address in letter.recipients]
