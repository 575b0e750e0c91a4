"""An OpenID Connect server for tests: discovery, sign-in, token, keys and userinfo, on loopback.

It checks what a real one checks: the client's secret, the address to come back to, and that who
fetches the token is who has asked for it (PKCE).
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID = "the-paper"
CLIENT_SECRET = "told-to-nobody"
NAME = "The Guild"
KEY_ID = "guild-1"

PAGE = """<!doctype html><html lang="en"><title>The Guild</title>
<h1>Sign in to the paper?</h1><a href="{allow}">Yes</a> <a href="{deny}">No</a></html>"""


class IdentityServer(ThreadingHTTPServer):
    """`claims` is who is signed in there; `is_ill` makes it answer every fetch with an error."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.claims: dict[str, Any] = {}
        self.is_ill = False
        self.asked: dict[str, dict[str, str]] = {}
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def sign(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": KEY_ID})

    def public_key(self) -> dict[str, Any]:
        numbers = self.key.public_key().public_numbers()
        told = {"kty": "RSA", "n": _in_base64(numbers.n), "e": _in_base64(numbers.e)}
        return told | {"kid": KEY_ID, "use": "sig", "alg": "RS256"}


class Handler(BaseHTTPRequestHandler):
    server: IdentityServer

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        told = {name: values[0] for name, values in parse_qs(address.query).items()}
        answers: dict[str, Callable[[], None]] = {
            "/.well-known/openid-configuration": self.discover,
            "/authorize": lambda: self.ask(told),
            "/userinfo": self.tell,
            "/keys": lambda: self.answer({"keys": [self.server.public_key()]}),
        }
        if self.server.is_ill:
            return self.answer({"error": "server_error"}, status=503)
        return answers.get(address.path, self.unknown)()

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        form = parse_qs(self.rfile.read(length).decode())
        self.exchange({name: values[0] for name, values in form.items()})

    def discover(self) -> None:
        url = self.server.url
        self.answer(
            {
                "issuer": url,
                "authorization_endpoint": f"{url}/authorize",
                "token_endpoint": f"{url}/token",
                "userinfo_endpoint": f"{url}/userinfo",
                "jwks_uri": f"{url}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        )

    def ask(self, told: dict[str, str]) -> None:
        """Its own page, where whoever is signed in says yes or no."""
        code = secrets.token_urlsafe()
        self.server.asked[code] = told
        back, state = told["redirect_uri"], told["state"]
        page = PAGE.format(
            allow=f"{back}?{urlencode({'code': code, 'state': state})}",
            deny=f"{back}?{urlencode({'error': 'access_denied', 'state': state})}",
        )
        self.send(200, "text/html; charset=utf-8", page.encode())

    def exchange(self, form: dict[str, str]) -> None:
        asked = self.server.asked.pop(form.get("code", ""), None)
        if asked is None or not _is_who_asked(form, asked):
            return self.answer({"error": "invalid_grant"}, status=400)
        now = int(time.time())
        claims = {"iss": self.server.url, "aud": CLIENT_ID, "iat": now, "exp": now + 60}
        token = self.server.sign(claims | self.server.claims)
        return self.answer({"access_token": "open", "token_type": "Bearer", "id_token": token})

    def tell(self) -> None:
        if self.headers["Authorization"] != "Bearer open":
            return self.answer({"error": "invalid_token"}, status=401)
        return self.answer(self.server.claims)

    def unknown(self) -> None:
        self.answer({"error": "not_found"}, status=404)

    def answer(self, told: dict[str, Any], status: int = 200) -> None:
        self.send(status, "application/json", json.dumps(told).encode())

    def send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        pass


def _in_base64(number: int) -> str:
    octets = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def _is_who_asked(form: dict[str, str], asked: dict[str, str]) -> bool:
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return (
        (form.get("client_id"), form.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET)
        and form.get("redirect_uri") == asked["redirect_uri"]
        and proof == asked["code_challenge"]
    )
