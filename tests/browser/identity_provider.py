"""A provider of identities by OpenID Connect, on this machine: whoever comes is who it is told."""

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

CLIENT = "digit-lab"


class IdentityProvider(ThreadingHTTPServer):
    """`email` is who signs in next."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.email = ""
        self.nonces: dict[str, str] = {}  # by code
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def secrets(self, app: str) -> str:
        """What stands in the secrets of the app at this address, without a `[roles]`."""
        return (
            f'[auth]\nredirect_uri = "{app}/oauth2callback"\ncookie_secret = "{"s" * 32}"\n'
            f'client_id = "{CLIENT}"\nclient_secret = "secret"\n'
            f'server_metadata_url = "{self.url}/.well-known/openid-configuration"\n'
        )

    def token(self, nonce: str) -> str:
        """A signed token that says who came."""
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "sub": self.email, "email": self.email}
        claims |= {"iat": now, "exp": now + 600, "nonce": nonce}
        content = f"{_encoded({'alg': 'RS256', 'kid': '1'})}.{_encoded(claims)}"
        signature = self.key.sign(content.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{content}.{_base64(signature)}"

    def answers(self) -> dict[str, Any]:
        """What the provider tells of itself, by path."""
        numbers = self.key.public_key().public_numbers()
        modulus = _base64(numbers.n.to_bytes(256, "big"))
        key = {"kty": "RSA", "kid": "1", "use": "sig", "alg": "RS256", "n": modulus, "e": "AQAB"}
        return {
            "/jwks": {"keys": [key]},
            "/.well-known/openid-configuration": {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/jwks",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
            },
        }


class _Handler(BaseHTTPRequestHandler):
    server: IdentityProvider

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path != "/authorize":
            return self._send(self.server.answers().get(url.path, {}))
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        code = str(len(self.server.nonces))
        self.server.nonces[code] = asked["nonce"]
        back = urlencode({"code": code, "state": asked["state"]})
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{back}")
        return self.end_headers()

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        token = self.server.token(self.server.nonces.pop(form["code"][0]))
        self._send({"access_token": "-", "token_type": "Bearer", "id_token": token})

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def _send(self, answer: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())


def _base64(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def _encoded(part: dict[str, Any]) -> str:
    return _base64(json.dumps(part).encode())


@contextmanager
def identity_provider() -> Iterator[IdentityProvider]:
    """Run a provider."""
    with IdentityProvider() as provider:
        thread = Thread(target=provider.serve_forever)
        thread.start()
        yield provider
        provider.shutdown()
        thread.join()
