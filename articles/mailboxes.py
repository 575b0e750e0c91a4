"""Addresses of mail: one spelling for each, and one word for those that end in one mailbox."""

from django.core.exceptions import ValidationError

# Of an address that mail can reach (RFC 5321).
ADDRESS_LIMIT = 254
# One host under two names, and the only large one that takes no notice of dots
# (https://support.google.com/mail/answer/7436150).
DOTLESS_HOST = "gmail.com"
DOTLESS_HOSTS = (DOTLESS_HOST, "googlemail.com")


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
