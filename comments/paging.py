"""On which page of a thread a comment stands."""

from dataclasses import dataclass

from .models import Comment, Thread

PER_PAGE = 100


@dataclass(frozen=True)
class ThreadPage:
    """One page of a thread in tree order. Knows whether there is a next one, not how many."""

    number: int
    comments: list[Comment]
    has_next: bool

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1


def thread_page(thread: Thread, number: int) -> ThreadPage:
    """One query, whatever the page."""
    start = (number - 1) * PER_PAGE
    found = list(
        Comment.objects.on_page()
        .filter(thread=thread)
        .select_related("commenter")[start : start + PER_PAGE + 1]
    )
    return ThreadPage(number, found[:PER_PAGE], has_next=len(found) > PER_PAGE)


def page_address(comment: Comment) -> str:
    """The address of the article's page that shows the comment, down to its place."""
    before = Comment.objects.on_page().filter(thread=comment.thread_id, path__lt=comment.path)
    number = before.count() // PER_PAGE + 1
    page = f"?page={number}" if number > 1 else ""
    return f"{comment.thread.article.get_absolute_url()}{page}#comment-{comment.pk}"


def page_number(asked: str) -> int:
    """A page number from an address: 1 for whatever is not a sensible one."""
    if asked.isascii() and asked.isdigit() and len(asked) < 7:
        return max(1, int(asked))
    return 1
