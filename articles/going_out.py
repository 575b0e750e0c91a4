"""An article's hour has come: that is noted once, and who is concerned gets one letter.

Readers have it at that moment whether anything runs or not; this is for the newsroom.
"""

import datetime
import logging
import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils import timezone

from articles.mail import compose_mail
from articles.models import Article, GoneOut
from articles.models.status import ArticleStatus

logger = logging.getLogger(__name__)

BATCH = 100
# What went out longer ago is an import, or of a time when nobody worked: nobody is told of it.
LOOKS_BACK = datetime.timedelta(days=2)
# For so long a claimed letter is nobody else's; longer than any server is waited for.
LEASE = datetime.timedelta(minutes=5)
MOST_ATTEMPTS = 5
# What a server may have against one letter while it takes others.
ABOUT_ONE_LETTER = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)


def note_and_tell() -> int:
    """Note what has gone out, and send a bounded number of letters. Answers how much was done.

    A worker that dies between sending a letter and marking it leaves one that is sent again when
    the claim has run out, under the same Message-ID.
    """
    return note() + tell()


def note() -> int:
    """However many ask at once, an article goes out once."""
    since = timezone.now() - LOOKS_BACK
    new = Article.objects.published().filter(publish_at__gte=since, gone_out=None)
    hours = new.order_by("publish_at").values_list("pk", "publish_at")[:BATCH]
    rows = [GoneOut(article_id=pk, at=at) for pk, at in hours if at]
    GoneOut.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def tell() -> int:
    """What one article has against it stops none of the others."""
    done = 0
    for event in GoneOut.objects.to_tell().select_related("article")[:BATCH]:
        if not event.claim(LEASE):
            continue
        try:
            _tell(event)
            done += 1
        except Exception as error:
            logger.warning("Nobody was told that article %s went out: %s", event.article_id, error)
            _put_off(event)
            if isinstance(error, OSError) and not isinstance(error, ABOUT_ONE_LETTER):
                break  # the server is away for the others too
    return done


def _put_off(event: GoneOut) -> None:
    tried = GoneOut.objects.filter(pk=event.pk, attempts__gte=MOST_ATTEMPTS)
    tried.update(given_up_at=timezone.now())


def _tell(event: GoneOut) -> None:
    people = concerned(event.article)
    # What was taken away again in the meantime is no news.
    if people and event.article.is_published:
        _letter(event, people).send()
    GoneOut.objects.filter(pk=event.pk).update(told_at=timezone.now())


def concerned(article: Article) -> list[str]:
    """The addresses of its authors, and of who scheduled it; not of who has just published it."""
    let_go = article.log.filter(to_status=ArticleStatus.PUBLISHED).first()
    by = let_go.changed_by if let_go else None
    knows_already = by.pk if by and let_go and not let_go.is_for_later else None
    theirs = Q(author__articles=article) | Q(pk=by.pk if by else None)
    people = User.objects.filter(theirs, is_active=True).exclude(Q(email="") | Q(pk=knows_already))
    return sorted(set(people.values_list("email", flat=True)))


def _letter(event: GoneOut, people: list[str]) -> EmailMessage:
    article = event.article
    told = {
        "article": article,
        "hour": timezone.localtime(event.at),
        "authors": ", ".join(author.name for author in article.record),
        "url": f"{settings.SITE_URL}{article.get_absolute_url()}",
    }
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    message_id = f"<gone-out-{article.pk}@{host}>"
    return compose_mail("mail/gone_out.txt", told, to=people, headers={"Message-ID": message_id})
