"""What the lists of the admin share: leafing through by date, hours, and counts."""

import datetime
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from articles.models import Article


class DatedChangeList(ChangeList):
    """An address with a date that no calendar has leads back to the whole list."""

    def get_filters(self, request: HttpRequest) -> Any:
        try:
            return super().get_filters(request)
        except (OverflowError, ValueError) as error:
            raise IncorrectLookupParameters(error) from error

    def get_results(self, request: HttpRequest) -> None:
        """The total is of what the list opens with: it is a link that leads there."""
        rows = self.root_queryset
        for each in self.filter_specs:
            self.root_queryset = getattr(each, "opening", lambda rows: rows)(self.root_queryset)
        super().get_results(request)
        self.root_queryset = rows


def hour_of(article: Article) -> str:
    """When readers first have it."""
    return hour(article.publish_at) if article.publish_at else "–"


def hour(moment: datetime.datetime) -> str:
    """A moment as the desk writes it, on the paper's own clock."""
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def number_of(rows: QuerySet[Any], column: str) -> Coalesce:
    """How many of these rows point at the one of the list, as a column of it."""
    here = rows.filter(**{column: OuterRef("pk")}).order_by().values(column)
    counted = Subquery(here.annotate(number=Count("pk")).values("number"))
    return Coalesce(counted, 0, output_field=IntegerField())
