"""How a server reaches its own cluster: an address, and the key without which nobody is let in.

The cluster's process makes the key when it starts and hands it over on its standard output, a pipe
that only these two hold: arguments, the environment and many files can be read by others.
"""

import json
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Access:
    """The scheduler's address, and a certificate with its private key, both PEM."""

    address: str
    certificate: str
    key: str = field(repr=False)

    def to_line(self) -> str:
        """Return it as one line of text."""
        return json.dumps(asdict(self))

    @classmethod
    def from_line(cls, line: str) -> "Access":
        """Return what `to_line` wrote."""
        return cls(**json.loads(line))

    def security(self) -> Any:  # noqa: ANN401
        """Return what a `distributed.Client` needs, a `distributed.Security`.

        The certificate is its own authority: both sides show it, and take no other.
        """
        from distributed import Security  # slow to import, and pages do without it

        return Security(
            require_encryption=True,
            tls_ca_file=self.certificate,
            tls_client_cert=self.certificate,
            tls_client_key=self.key,
        )
