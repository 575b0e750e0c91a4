"""A small mail server on this machine, for tests: it takes letters, refuses them, or dies."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any


class Post(socketserver.ThreadingTCPServer):
    """Letters that were taken, and how the server behaves."""

    allow_reuse_address = True
    daemon_threads = True
    refuses = False  # every recipient, for good
    dies = ""  # "before" or "after" it has read the letter, without an answer

    def __init__(self) -> None:
        self.taken: list[tuple[str, Message]] = []
        super().__init__(("127.0.0.1", 0), Talk)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def recipients(self) -> list[str]:
        return [to for to, _ in self.taken]


class Talk(socketserver.StreamRequestHandler):
    """One conversation."""

    server: Post

    def handle(self) -> None:
        self.recipient = ""
        self.say("220 test")
        while line := self.rfile.readline().strip():
            word = line[:4].upper()
            if word == b"QUIT":
                return self.say("221 bye")
            if word == b"DATA":
                if not self.take():
                    return None
            elif word == b"RCPT" and self.server.refuses:
                self.say(f"550 nobody of that name {line.decode().upper().strip()}")
            else:
                if word == b"RCPT":
                    self.recipient = line.decode().partition("<")[2].partition(">")[0]
                self.say("250 ok")
        return None

    def take(self) -> bool:
        if self.server.dies == "before":
            return False
        self.say("354 go on")
        lines = list(iter(self.rfile.readline, b".\r\n"))
        letter = message_from_bytes(b"".join(lines))
        self.server.taken.append((self.recipient, letter))
        if self.server.dies == "after":
            return False
        self.say("250 taken")
        return True

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def running(settings: Any) -> Iterator[Post]:
    """The paper's mail goes to it as long as it runs."""
    with Post() as post:
        threading.Thread(target=post.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield post
        post.shutdown()
