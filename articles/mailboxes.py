"""Addresses of mail: one spelling for each, one word for those of one mailbox, and a mask."""

import re

from django.core.exceptions import ValidationError

# Of an address that mail can reach (RFC 5321).
ADDRESS_LIMIT = 254
# One host under two names, and the only large one that takes no notice of dots
# (https://support.google.com/mail/answer/7436150).
DOTLESS_HOST = "gmail.com"
DOTLESS_HOSTS = (DOTLESS_HOST, "googlemail.com")
# What looks like an address within other words. A server may have written a quote or a bracket
# before it, and quotes a name with spaces; a name is bounded, so that looking for it is, too.
IN_WORDS = re.compile(
    r"""(?:"[^"\n]{0,254}"|[^\s@"'`<>()\[\]{},;:][^\s@"<>()\[\],;:]{0,253})@\[?\w[\w.:-]*"""
)


def one_mailbox(address: str) -> str:
    """One spelling for one address, in ASCII: hosts know no case, and no mailbox of today does."""
    name, _, host = address.rpartition("@")
    try:
        mailbox = f"{name}@{host.encode('idna').decode()}".lower()
    except UnicodeError as error:
        raise ValidationError("There is no such host.") from error
    if len(mailbox) > ADDRESS_LIMIT:
        raise ValidationError(f"At most {ADDRESS_LIMIT} characters, as mail servers spell it.")
    return mailbox


def mailbox_of(address: str) -> str:
    """Where mail to an address ends up, to count by and never to write to.

    What follows a “+” sorts one owner's mail (RFC 5233). On a host where it does not, two readers
    share a limit.
    """
    name, _, host = address.lower().rpartition("@")
    name = name.partition("+")[0] or name
    if host in DOTLESS_HOSTS:
        name, host = name.replace(".", "") or name, DOTLESS_HOST
    return f"{name}@{host}" if host else ""


def masked(address: str) -> str:
    """Enough of it to see a slip by, and too little to write to: n…a@mail.example."""
    name, _, host = address.rpartition("@")
    return f"{name[:1]}…{name[-1:] if len(name) > 2 else ''}@{host}"


def masked_within(words: str) -> str:
    """Each address in them masked, whoever's it is and however it is spelled."""
    return IN_WORDS.sub(lambda found: masked(found[0]), words)
