"""Who waits for whom.

Posters of the site share it, whoever settles its rules has it alone; posters of a thread share
that, whoever closes it has it alone. What one commenter does, and what comes from one network,
comes one after the other, and so do a post and a ban. Taken in this order: site, thread, network,
commenter, then rows, and the mailbox of a letter last, as the letter is written.

Of the rows those of threads come first, then comments, cases, appeals, and letters. An appeal has
no lock of its own: whoever opens, answers or drops it has the row of its comment's thread, or, of
one against what was decided about a commenter, that commenter. What commits a letter or a decision
waits for the rows it points at, and so for an erasure of whom it is about.
"""

import zlib

from django.db import connection

# Keeps these keys apart from any other use of PostgreSQL's advisory locks.
THREAD_LOCKS = 7_201
COMMENTER_LOCKS = 7_202
NETWORK_LOCKS = 7_203
MAILBOX_LOCKS = 7_204
SITE_LOCKS = 7_205
# There is one site.
SITE = 1


def lock_for_posting(thread_id: int) -> None:
    """Until the transaction ends nobody closes the thread or pauses the site.

    Other posters are not kept waiting. An advisory lock, because a shared row lock lets a flood of
    posters starve the moderator. On SQLite the transaction itself (BEGIN IMMEDIATE) keeps every
    other writer out.
    """
    _lock("pg_advisory_xact_lock_shared", SITE_LOCKS, SITE)
    _lock("pg_advisory_xact_lock_shared", THREAD_LOCKS, thread_id)


def lock_for_closing(thread_id: int) -> None:
    """Waits for the posters that are in flight; later ones wait for this transaction."""
    _lock("pg_advisory_xact_lock", THREAD_LOCKS, thread_id)


def lock_for_settling() -> None:
    """Waits for whoever is in flight anywhere; later ones go by what this transaction settles."""
    _lock("pg_advisory_xact_lock", SITE_LOCKS, SITE)


def lock_network(network: str) -> None:
    """Until the transaction ends nothing else comes from there: what is counted stays true."""
    if network:
        _lock("pg_advisory_xact_lock", NETWORK_LOCKS, zlib.crc32(network.encode()))


def lock_commenter(commenter_id: int) -> None:
    """Until the transaction ends this commenter does nothing else and is not banned."""
    _lock("pg_advisory_xact_lock", COMMENTER_LOCKS, commenter_id)


def lock_mailbox(mailbox: str) -> None:
    """Until the transaction ends nobody else has a letter sent there: what is counted stays true.

    Whoever has it takes no other lock, and writes no row but the letter's.
    """
    _lock("pg_advisory_xact_lock", MAILBOX_LOCKS, zlib.crc32(mailbox.encode()))


def _lock(function: str, kind: int, row: int) -> None:
    if connection.vendor != "postgresql":
        return
    # The two-key form takes 32-bit keys; a row's id beyond that only shares a lock.
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [kind, row % 2**31])
