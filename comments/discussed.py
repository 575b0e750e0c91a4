"""What readers discuss most at the moment."""

import datetime

from django.utils import timezone

from articles.models import Article

from .models import Thread

# Of articles that came out in so many days, the busiest.
DAYS = 7
MOST = 5
# So many more are read, as some of them may be hidden.
SPARE = 10


def most_discussed(limit: int = MOST) -> list[Thread]:
    """Threads with their articles, those with the most comments first; one query."""
    since = timezone.localdate() - datetime.timedelta(days=DAYS)
    recent = Article.objects.published().after(since)
    threads = Thread.objects.with_state().filter(article__in=recent, approved_count__gt=0)
    busiest = threads.order_by("-approved_count", "-article__publish_at")[: limit + SPARE]
    return [thread for thread in busiest if not thread.is_hidden][:limit]
