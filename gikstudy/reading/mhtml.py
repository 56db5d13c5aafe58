"""MHTML, the single-file format of browsers and Word: the page among its pictures."""

from __future__ import annotations

import email
import email.policy
from email.message import Message

from gikstudy.reading.encoding import decode


def page_of_mhtml(data: bytes) -> tuple[str, str, str]:
    """The first HTML page in an MHTML file.

    Returns:
        Markup, its encoding, and the address it was saved from; the markup is "" if the file holds
        no page.
    """
    message = email.message_from_bytes(data.lstrip(), policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                text, encoding = decode(payload, str(part.get_content_charset() or ""))
                return text, encoding, _address(message, part)
    return "", "", ""


def _address(message: Message, part: Message) -> str:
    addresses = (message.get("Snapshot-Content-Location"), part.get("Content-Location"))
    return next((str(address).strip() for address in addresses if address), "")
