"""Who is signed in, and what of others they may change: nothing, unless they teach.

People sign in where `.streamlit/secrets.toml` has a provider, by Streamlit's own means; elsewhere
everybody may do everything. docs/deployment.md tells how that is set up.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import streamlit as st

from core.errors import DigitLabError
from pages.ui.markdown import plain

_SECRETS = "`.streamlit/secrets.toml`"
_PACKAGES = ("authlib", "httpx")  # without the second, the server answers with an error of its own


@dataclass(frozen=True)
class Visitor:
    """Who looks at a page: `user` as their runs name them, None where nobody signs in."""

    user: str | None
    is_teacher: bool

    def may_change(self, owner: str | None) -> bool:
        """Whether they may change what `owner` made; what nobody owns is the teachers'."""
        return self.is_teacher or (self.user is not None and self.user == owner)


EVERYBODY = Visitor(None, is_teacher=True)


def visitor() -> Visitor:
    """Return who looks at this page; raise `DigitLabError` for secrets that cannot be followed."""
    secrets = _secrets()
    if "auth" not in secrets:
        return EVERYBODY
    user = _name(st.user) if _is_signed_in() else None
    return Visitor(user, user is not None and user.lower() in _teachers(secrets))


def user() -> str | None:
    """Return whose a run, a search or a drawing is that is made on this page."""
    return visitor().user


def reason_against(*owners: str | None) -> str | None:
    """Return why this visitor may not change what `owners` made, None if they may."""
    here = visitor()
    for owner in owners:
        if not here.may_change(owner):
            whose = f"made by {plain(owner)}" if owner else "made without signing in"
            return f"This was {whose}: only {'they or ' if owner else ''}a teacher may change it."
    return None


def check(*owners: str | None) -> None:
    """Raise `DigitLabError` if this visitor may not change what `owners` made.

    A control that is shown as disabled is no lock: what a browser sends is looked at again.
    """
    if reason := reason_against(*owners):
        raise DigitLabError(reason)


@contextmanager
def signed_in() -> Iterator[None]:
    """Show what is within to those who are signed in, where one can be, and others the way in."""
    if "auth" in _secrets() and not _is_signed_in():
        _way_in()
        st.stop()
    yield
    if name := user():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f"Signed in as {plain(name)}.", width="content")
            st.button("Sign out", icon=":material/logout:", key="sign_out", on_click=st.logout)


def _way_in() -> None:
    if missing := [name for name in _PACKAGES if find_spec(name) is None]:
        raise DigitLabError(
            f"{_SECRETS} has a provider to sign in with, which needs {' and '.join(missing)}: "
            '`pip install "streamlit[auth]"`, then start the app anew; or take `[auth]` out.'
        )
    st.title("Digit Lab")
    st.markdown("Sign in to explore digits, train networks and use them.")
    for provider in _providers():
        label = f"Sign in with {provider.capitalize()}" if provider else "Sign in"
        if st.button(label, icon=":material/login:", key=f"sign_in_{provider}", type="primary"):
            st.login(provider)


def _providers() -> list[str | None]:
    # `[auth]` itself is one, or each `[auth.NAME]` is.
    auth = _secrets()["auth"]
    named = [
        name for name, value in auth.items() if isinstance(value, Mapping) and "client_id" in value
    ]
    return [*([None] if "client_id" in auth else []), *named]


def _is_signed_in() -> bool:
    return bool(st.user.get("is_logged_in"))


def _name(claims: Mapping[str, Any]) -> str:
    # An address that the provider has not verified may be anybody's, a teacher's too.
    if claims.get("email") and claims.get("email_verified", True):
        return str(claims["email"]).lower()
    return str(claims["sub"])


def _teachers(secrets: Mapping[str, Any]) -> set[str]:
    roles = secrets.get("roles", {})
    teachers = roles.get("teachers", []) if isinstance(roles, Mapping) else None
    if not isinstance(teachers, list) or not all(isinstance(name, str) for name in teachers):
        raise DigitLabError(
            f'`teachers` in {_SECRETS} must be a list of names, as in `["name@school.org"]`.'
        )
    return {name.lower() for name in teachers}


def _secrets() -> Mapping[str, Any]:
    if st.secrets.load_if_toml_exists():
        return st.secrets
    # To take a damaged file for none would let everybody in.
    if any(Path(path).exists() for path in st.get_option("secrets.files")):
        raise DigitLabError(f"{_SECRETS} cannot be read; the server's log says why.")
    return {}
