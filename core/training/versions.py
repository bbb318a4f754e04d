"""What a training depends on besides its settings, compared between server and workers."""

import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version

from core.errors import DigitLabError

# Raise it when a worker of before could not do a run of today, or would write it otherwise.
_RUN_FORMAT = "1"
_PACKAGES = ("tensorflow", "keras", "numpy")


def installed_versions() -> dict[str, str]:
    """Return the versions of Digit Lab's runs, Python (without its patch level) and packages."""
    versions = {"Digit Lab": _RUN_FORMAT, "Python": f"{sys.version_info[0]}.{sys.version_info[1]}"}
    return versions | {package: _version(package) for package in _PACKAGES}


def require_versions(wanted: Mapping[str, str], host: str) -> None:
    """Raise `DigitLabError` when this process, on `host`, has other versions than `wanted`."""
    here = installed_versions()
    names = [name for name in wanted if wanted[name] != here.get(name)]
    if names:
        has, asked = (", ".join(f"{n} {v.get(n, 'none')}" for n in names) for v in (here, wanted))
        raise DigitLabError(
            f"The worker on {host} has {has}, the server {asked}. Give all machines the same "
            "Digit Lab, Python and packages (requirements.txt), then start a new run."
        )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
