"""Who a browser is: a random account in a signed cookie, and the key that signs it."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import stat
from pathlib import Path

from itsdangerous import BadSignature, Signer

from core.errors import PastaError

COOKIE = "pasta_account"
COOKIE_SECONDS = 2 * 365 * 24 * 3600
KEY_FILE = "cookie.key"
KEY_BYTES = 32
ACCOUNT = re.compile("[0-9a-f]{32}")


class CookieKeyError(PastaError):
    """The key that signs cookies cannot be used; the message says what to do."""


def cookie_key(data_directory: Path) -> bytes:
    """The key in the data directory, made at the first start; raises `CookieKeyError`.

    Whoever can read it can pass for anybody, so a file that others may read is refused.
    """
    path = data_directory / KEY_FILE
    try:
        data_directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _read(path) if path.exists() else _made(path)
    except OSError as error:
        raise CookieKeyError(
            f"{path} cannot be written ({error.strerror}): make the folder writable, "
            "or set another data_directory."
        ) from error


def _made(path: Path) -> bytes:
    """A new key, which stands there whole or not at all."""
    key, fresh = secrets.token_bytes(KEY_BYTES), path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    return key


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            key = file.read(KEY_BYTES + 1)
    except OSError as error:
        raise CookieKeyError(
            f"{path} cannot be read ({error.strerror}): let this program's user read it."
        ) from error
    if stat.S_IMODE(mode) & 0o077:
        raise CookieKeyError(
            f"{path} can be read by others, who could then pass for anybody: delete it and start again. "
            "A new key is made, and browsers begin as new people."
        )
    if len(key) != KEY_BYTES:
        raise CookieKeyError(
            f"{path} does not hold a key of {KEY_BYTES} bytes: put the right file back, or delete it. "
            "With a new key, browsers begin as new people."
        )
    return key


class Accounts:
    """Writes accounts into cookies and reads them back."""

    def __init__(self, key: bytes) -> None:
        self._signer = Signer(key, salt="pasta web account", digest_method=hashlib.sha256)

    def new(self) -> str:
        """An account that no browser has."""
        return secrets.token_hex(16)

    def cookie_of(self, account: str) -> str:
        """The cookie's value for an account."""
        return self._signer.sign(account).decode()

    def account_of(self, cookie: str | None) -> str | None:
        """The account that a cookie proves; a missing, forged or broken one proves none."""
        if cookie is None:
            return None
        try:
            account = self._signer.unsign(cookie).decode()
        except (BadSignature, UnicodeError):
            return None
        return account if ACCOUNT.fullmatch(account) else None
