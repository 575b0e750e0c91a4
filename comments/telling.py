"""Who is told what became of a report or of an appeal.

What is told stands on the page of the receipt, and on the page of the statement, from the moment
it is decided. A letter says that there is something to read there.
"""

from typing import TYPE_CHECKING

from django.db import transaction

from articles.mailboxes import mailbox_of
from comments import letters
from comments.locks import lock_mailbox
from comments.models.house_rules import HouseRules
from comments.models.letter import Letter, LetterKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from comments.models import Appeal, Case, Report

# The head of the letter about a report, by the outcome of its case, and what it says.
OUTCOMES = {
    "upheld": ("The comment you reported was taken away", "It was taken away."),
    "dismissed": ("The comment you reported stays", "A moderator has read it, and it stays."),
    "moot": (
        "The comment you reported is gone",
        "It was withdrawn before anybody decided on your report.",
    ),
}


@transaction.atomic
def confirm_receipt(report: "Report") -> Letter | None:
    """A notice under the law that came with an address is confirmed at once.

    The EU's Digital Services Act asks for it in Article 16(4). No word of what was typed goes
    along: the address may be anybody's.
    """
    address = report.tell_at
    if not report.is_notice or not address:
        return None
    lock_mailbox(mailbox_of(address))
    if not _reaching_somebody([report]):
        return None
    return letters.write(
        LetterKind.REPORT,
        report.reporter,
        f"notice:{report.pk}",
        address=address,
        words=_about(report)
        | {
            "subject": "Your notice has arrived",
            "text": "A moderator will read it, and you will be told what was decided.",
        },
    )


def tell_reporters(case: "Case") -> None:
    """Write to whoever reported, after the time to take the decision back.

    However many there are, it asks as often as for one: the thread waits for it.
    """
    wait = HouseRules.now().undo_window
    subject, text = OUTCOMES[case.outcome]
    letters.write_all(
        (
            Letter(
                kind=LetterKind.REPORT,
                commenter=report.reporter,
                effect=f"{_of(case)}{report.pk}:{case.decision_id}",
                address=report.tell_at,
                words=_about(report) | {"subject": subject, "text": text},
            )
            for report in _reaching_somebody(case.reports.select_related("reporter__user"))
        ),
        wait=wait,
    )


def _reaching_somebody(reports: "Iterable[Report]") -> "list[Report]":
    """The first one of each mailbox that gets a letter about it.

    Addresses that want no mail of this site, or have had much of it, get none. One that its
    reporter merely typed may be anybody's.
    """
    with_address = [report for report in reports if report.tell_at]
    refused = letters.refused_among({report.tell_at for report in with_address})
    typed = {report.tell_at for report in with_address if not _is_of_its_reporter(report)}
    pestered = letters.pestered_among(typed, LetterKind.REPORT)
    first: dict[str, Report] = {}
    for report in with_address:
        has_enough = report.tell_at in pestered and not _is_of_its_reporter(report)
        if report.tell_at not in refused and not has_enough:
            first.setdefault(mailbox_of(report.tell_at), report)
    return list(first.values())


def _is_of_its_reporter(report: "Report") -> bool:
    """Whether its address is one that its reporter has shown to be theirs."""
    return report.reporter is not None and report.reporter.letter_address == report.tell_at


def _about(report: "Report") -> dict[str, str | int | None]:
    """Which report a letter is about, and the page that has it."""
    comment = report.comment
    return {
        "headline": comment.thread.article.headline_for_readers,
        "number": comment.number,
        "path": report.receipt_url,
    }


def call_off(case: "Case") -> None:
    """The case is open again: nobody is told what no longer holds."""
    Letter.objects.filter(effect__startswith=_of(case)).cancel()


def tell_appellant(appeal: "Appeal") -> Letter | None:
    """Write to whoever appealed: at each question and at the end."""
    decided = not appeal.is_open
    return letters.write(
        LetterKind.APPEAL,
        appeal.commenter,
        f"appeal:{appeal.pk}:{appeal.status}:{appeal.messages.count()}",
        words={
            "subject": "Your appeal was decided" if decided else "A question about your appeal",
            "text": (
                "A moderator has looked at your appeal and decided."
                if decided
                else "A moderator has answered in your appeal and waits for your words."
            ),
            "path": appeal.appealed.statement_url,
        },
    )


def _of(case: "Case") -> str:
    return f"report:{case.pk}:"
