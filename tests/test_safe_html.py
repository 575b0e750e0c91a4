"""Whatever is typed, what is stored is harmless, settled and says the same."""

import itertools
import re
import sys
from collections.abc import Callable
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import helpers

from articles import markdown, safe_html
from articles.markup import ARTICLE_TAGS, COMMENT_TAGS
from articles.safe_html import article_body, comment_body, excerpt, plain_text
from tests.corpora import cases

Clean = Callable[[str], str]

CORPORA = [
    "owasp-filter-evasion",
    "bleach",
    "html5lib-treeconstruction",
    "wagtail-richtext",
    "blns",
    "django-own",
]
ATTRIBUTES = {
    "a": {"href", "title", "rel"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "scope"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
}
VOID = {"br", "hr", "img"}
LINK = re.compile(r"(https?://[^/\\\s]|mailto:|/(?![/\\])|#)[^\x00-\x1f]*\Z", re.IGNORECASE)
PICTURE = re.compile(r"/media/[^\\]+\Z")


class Oracle(HTMLParser):
    """Reads stored HTML with another parser than those that made it, and objects."""

    def __init__(self, tags: frozenset[str]) -> None:
        super().__init__()
        self.tags = tags
        self.open: list[str] = []
        self.objections: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.tags:
            self.objections.append(f"<{tag}>")
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if not self.allows(tag, name, value or ""):
                self.objections.append(f"<{tag} {name}={value!r}>")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.objections.append(f"</{tag}>")

    def handle_comment(self, data: str) -> None:
        self.objections.append(f"comment {data!r}")

    def handle_decl(self, decl: str) -> None:
        self.objections.append(f"declaration {decl!r}")

    def unknown_decl(self, data: str) -> None:
        self.objections.append(f"declaration {data!r}")

    def handle_pi(self, data: str) -> None:
        self.objections.append(f"instruction {data!r}")

    def allows(self, tag: str, name: str, value: str) -> bool:
        if name == "href":
            return bool(LINK.match(value))
        if name == "src":
            return bool(PICTURE.match(value)) and ".." not in value.split("/")
        return name in ATTRIBUTES.get(tag, ())


def objections(html: str, tags: frozenset[str]) -> list[str]:
    oracle = Oracle(tags)
    oracle.feed(html)
    oracle.close()
    return oracle.objections + [f"open: {tag}" for tag in oracle.open]


def article_again(html: str) -> str:
    return article_body(html)


def comment_again(html: str) -> str:
    """Through the cleaner alone: HTML is no Markdown."""
    return safe_html._cleaned(html, tags=COMMENT_TAGS, rel="nofollow ugc noopener")


DOORS = [
    pytest.param(article_body, article_again, ARTICLE_TAGS, id="article"),
    pytest.param(comment_body, comment_again, COMMENT_TAGS, id="comment"),
]


def faults(source: str, clean: Clean, again: Clean, tags: frozenset[str]) -> list[str]:
    """What is wrong with the cleaned source. A refusal is a fine answer."""
    try:
        made = clean(source)
    except ValidationError:
        return []
    found = objections(made, tags)
    if again(made) != made:
        found.append(f"not settled: {made!r}")
    if "<" in plain_text(made) and "<" not in source and "&" not in source:
        found.append(f"tags in the plain text of {made!r}")
    return found


@pytest.mark.parametrize("corpus", CORPORA)
@pytest.mark.parametrize(("clean", "again", "tags"), DOORS)
def test_difficult_input_is_harmless_and_stays_as_it_was_stored(
    corpus: str, clean: Clean, again: Clean, tags: frozenset[str]
) -> None:
    found = {case.id: faults(case.payload, clean, again, tags) for case in cases(corpus)}
    assert {case: wrong for case, wrong in found.items() if wrong} == {}


FRAGMENTS = r"""
    <p> </p> <b> </b> <i> </i> <a/href=http://x.example> <a/href=javascript:alert(1)> </a> <code>
    <table> <tr> <td> </td> </table> <ul> <ol> <li> </ul> <div> </div> <h1> </h1> <pre> </pre>
    </code> <span/style=font-weight:bold> </span> <blockquote> <svg> <math> <mtext> <style> </style>
    <title>
    <textarea> <select> <option> <template> <noscript> <iframe> <xmp> <form> <img/src=/media/x.png>
    <img/src=x/onerror=alert(1)> <figure> <figcaption> <caption> <br> <hr> <!-- --> <![CDATA[ ]]>
    <p/style='mso-list:l0&#32;level2&#32;lfo1'> <p/class=MsoTitle> <li/data-aria-level=2>
    &lt; &amp;lt; &#60; &#x1; &nbsp; " ' < > & text http://a.example/b?c=d&e www.b.example *x* `y`
    > - [z](//c.example) [z](javascript:1) ![z](/media/x.png) # 1. \ ___
"""


@pytest.mark.parametrize(("clean", "again", "tags"), DOORS)
@given(st.lists(st.sampled_from([*FRAGMENTS.split(), " ", "\n", "\n\n"]), max_size=30))
def test_any_medley_of_markup_is_harmless_and_settled(
    clean: Clean, again: Clean, tags: frozenset[str], parts: list[str]
) -> None:
    assert faults("".join(parts), clean, again, tags) == []


@pytest.mark.parametrize(("clean", "again", "tags"), DOORS)
@given(st.text())
def test_any_text_is_harmless_and_settled(
    clean: Clean, again: Clean, tags: frozenset[str], text: str
) -> None:
    assert faults(text, clean, again, tags) == []


@given(st.text(st.characters(exclude_categories=["C", "Z"])))
def test_words_in_code_are_kept_to_the_letter(text: str) -> None:
    assert plain_text(comment_body(f"~~~\n.{text}.\n~~~")) == f".{text}."


# Unicode


MARKUP = re.compile(r"[*_`~\\\[\]<>#\n\t]|^\s*[-+>]|^\d+[.)] ")


@pytest.mark.parametrize("clean", [article_body, comment_body])
def test_the_characters_of_every_script_and_emoji_survive(clean: Clean) -> None:
    words = [case.payload for case in cases("unicode-must-survive")]
    words = [word for word in words if not MARKUP.search(word)]
    assert (len(words) > 2_500, [w for w in words if plain_text(clean(w)) != w]) == (True, [])


def test_text_about_html_keeps_its_ampersands() -> None:
    assert plain_text(comment_body("write &amp;lt; for &lt; and `&amp;`")) == (
        "write &amp;lt; for &lt; and &amp;"
    )


def test_control_characters_become_spaces_however_they_are_written() -> None:
    assert article_body("<p title='\x0b'>a\x0bb&#1;c&#x81;d</p>") == "<p>a b c d</p>"


# The policy


FORBIDDEN = """
    style svg math noscript title textarea iframe xmp template form input button select object embed
    script link meta base frameset noembed noframes plaintext audio video
"""


@pytest.mark.parametrize("clean", [article_body, comment_body])
@pytest.mark.parametrize("tag", FORBIDDEN.split())
def test_what_cleaners_have_stumbled_over_is_never_allowed(clean: Clean, tag: str) -> None:
    assert f"<{tag}" not in clean(f"<{tag}><p title='</{tag}><img src=x onerror=alert(1)>'>x")


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://example.org/a?b=c&d=e#f", True),
        ("HTTP://example.org", True),
        ("mailto:desk@example.org", True),
        ("/authors/ana/", True),
        ("#corrections", True),
        ("/", True),
        ("javascript:alert(1)", False),
        ("javascript:123", False),
        ("java\tscript:1", False),
        ("\x01javascript:1", False),
        ("&nbsp;javascript:1", False),
        ("javascript\u200b:1", False),
        ("vbscript:1", False),
        ("data:text/html,x", False),
        ("file:123", False),
        ("tel:123", False),
        ("//evil.example", False),
        ("/\\evil.example", False),
        ("/\t/evil.example", False),
        ("\\\\evil.example", False),
        ("https:evil.example", False),
        ("https:///evil.example", False),
        ("https:/\\evil.example", False),
        ("evil.example", False),
        ("", False),
    ],
)
def test_a_link_leads_to_the_web_to_mail_or_to_this_site(href: str, kept: bool) -> None:
    assert ("<a " in article_body(f'<p><a href="{href}">x</a></p>')) is kept


@pytest.mark.parametrize(
    ("src", "kept"),
    [
        ("/media/photos/a.jpg", True),
        ("/media/a%20b.jpg", True),
        ("/media/", False),
        ("/mediators/a.jpg", False),
        ("/media/../admin/logout/", False),
        ("/media/%2e%2e/admin/", False),
        ("/media/%2E./admin/", False),
        ("/media/..%2fadmin/", False),
        ("/media/a\\..\\b", False),
        ("/media//evil.example/a", False),
        ("/media/a?next=/x", False),
        ("/static/a.png", False),
        ("//evil.example/media/a.png", False),
        ("https://evil.example/media/a.png", False),
        ("data:image/png;base64,AAAA", False),
        ("x", False),
    ],
)
def test_a_picture_is_one_of_the_newsrooms_own(src: str, kept: bool) -> None:
    assert ("<img" in article_body(f'<p>x <img src="{src}" alt="y" onerror="z">')) is kept


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ('<ol start="7"><li>x</ol>', '<ol start="7"><li>x</li></ol>'),
        ('<ol start="1e9"><li>x</ol>', "<ol><li>x</li></ol>"),
        (
            '<table><tr><th scope=row colspan=2 rowspan=1>x<td colspan=100000 style="x">y',
            '<table><tbody><tr><th scope="row" colspan="2">x</th><td>y</td></tr></tbody></table>',
        ),
        (
            '<img src="/media/a.png" alt="&quot;>" width=10 height=1%>',
            '<p><img src="/media/a.png" alt="&quot;&gt;" width="10"></p>',
        ),
        ('<p id=x class=y style="a" onclick="b" dir=rtl>x', "<p>x</p>"),
        ("<p>a<!-- b --><?c?><![CDATA[d]]>e", "<p>ae</p>"),
    ],
)
def test_attributes_are_few_and_small(html: str, clean: str) -> None:
    assert article_body(html) == clean


def test_a_new_line_inside_an_attribute_stays_inside_it() -> None:
    html = article_body('<p><a href="/x" title="a\n\n<img src=x onerror=alert(1)>">b</a></p>')
    assert (objections(html, ARTICLE_TAGS), "<img" in html) == ([], False)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("See http://example.org/a_b.", "http://example.org/a_b"),
        ("(see https://example.org/a)", "https://example.org/a"),
        ("https://example.org/A_(b) there", "https://example.org/A_(b)"),
        ("https://example.org/?a=1&b=2, and", "https://example.org/?a=1&amp;b=2"),
        ("https://example.org/?a=1&lt=2", "https://example.org/?a=1&amp;lt=2"),
        ("https://example.org/?a=1&lt;b=2", "https://example.org/?a=1&amp;lt;b=2"),
        ("at www.example.org now", "http://www.example.org"),
    ],
)
@pytest.mark.parametrize(
    "clean", [lambda text: article_body(escape(text)), comment_body], ids=["article", "comment"]
)
def test_an_address_in_the_text_becomes_a_link(clean: Clean, text: str, address: str) -> None:
    assert re.findall(r'href="([^"]*)"', clean(text)) == [address]


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "desk@example.org",
        "He went home.My friend",
        "ftp://example.org",
        "www.",
        "http://",
        "//example.org",
        "`https://example.org`",
        "~~~\nhttps://example.org\n~~~",
        f"https://example.org/{'x' * 2_000}",
    ],
)
def test_other_text_does_not(text: str) -> None:
    assert "<a " not in comment_body(text)


def test_links_in_comments_earn_nothing_and_those_in_articles_open_nothing() -> None:
    link = "https://example.org"
    assert (comment_body(f"[x]({link})"), article_body(f"<a href={link}>x</a>")) == (
        '<p><a href="https://example.org" rel="nofollow ugc noopener">x</a></p>',
        '<p><a href="https://example.org" rel="noopener">x</a></p>',
    )


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("[paypal.com](http://evil.example/x)", "http://evil.example/x"),
        ("[**pay**pal.com](http://evil.example/x)", "http://evil.example/x"),
        ("[https://bank.example/in](https://evil.example/x)", "https://evil.example/x"),
        ("[bank.example.evil](https://evil.example/x)", "https://evil.example/x"),
        ("[bank.example](https://bank.example@evil.example)", "https://bank.example@evil.example"),
        ("[www.bank.example](https://bank.example/x)", "www.bank.example"),
        ("[bank.example](https://m.bank.example/x)", "bank.example"),
        ("[müller.de](https://müller.de/x)", "müller.de"),
        ("[what they say](https://bank.example/x)", "what they say"),
        ("[section 3.2](https://bank.example/x)", "section 3.2"),
    ],
)
def test_a_link_in_a_comment_names_no_other_host_than_its_own(typed: str, shown: str) -> None:
    assert plain_text(comment_body(typed)) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("*a* __b__ ~~c~~", "<p><em>a</em> <strong>b</strong> <s>c</s></p>"),
        ("one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>"),
        ("> said\n\nanswer", "<blockquote><p>said</p></blockquote><p>answer</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1986. It was a year", '<ol start="1986"><li>It was a year</li></ol>'),
        ("```js\na <b\n```", "<pre><code>a &lt;b</code></pre>"),
        ("    not code", "<p>not code</p>"),
        ("# not a heading", "<p># not a heading</p>"),
        ("not\n===", "<p>not<br>===</p>"),
        ("![not]()", "<p>!not</p>"),
        ("<b>not</b>", "<p>&lt;b&gt;not&lt;/b&gt;</p>"),
        ("[1]: /kept", "<p>[1]: /kept</p>"),
        ("[x](relative)", "<p>x</p>"),
    ],
)
def test_a_comment_is_written_in_a_little_markdown(typed: str, shown: str) -> None:
    assert comment_body(typed) == shown


# Limits


@pytest.mark.parametrize(
    ("clean", "limit"), [(article_body, 100_000), (comment_body, 5_000)], ids=["article", "comment"]
)
@pytest.mark.parametrize("letter", ["a", "é", "\U0001f600"])
def test_a_text_is_taken_up_to_its_limit_and_never_cut(
    clean: Clean, limit: int, letter: str
) -> None:
    assert plain_text(clean(letter * limit)) == letter * limit


@pytest.mark.parametrize(
    ("clean", "source", "message"),
    [
        (comment_body, "a" * 5_132, "At most 5,000 characters: this text has 5,132."),
        (article_body, "a" * 100_001, "At most 100,000 characters: this text has 100,001."),
        (article_body, "<br>" * 5_001, "At most 5,000 tags in a text."),
        (article_body, "<div>" * 101, "Tags may be nested 100 deep, not deeper."),
        (article_body, "<b>" * 101, "Tags may be nested 100 deep, not deeper."),
        (article_body, "<b><!--</b>-->" * 101, "Tags may be nested 100 deep, not deeper."),
        (article_body, "<b " + "a=1 " * 51 + ">", "At most 50 attributes on a tag."),
        (article_body, "&" * 20_001, "At most 20,000 of the characters & < > in a text."),
        (article_body, "a\x00b", "This text contains a NUL character, which cannot be kept."),
        (comment_body, "a\x00b", "This text contains a NUL character, which cannot be kept."),
        (article_body, "a\ud800b", "This text contains a broken character (half of a pair)."),
        (comment_body, "a\udfffb", "This text contains a broken character (half of a pair)."),
    ],
)
def test_a_refusal_says_why(clean: Clean, source: str, message: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        clean(source)
    assert refusal.value.messages == [message]


def test_line_ends_are_counted_once_however_the_browser_sends_them() -> None:
    assert comment_body("a\r\n" * 2_500)


@pytest.mark.parametrize("tag", ["div", "blockquote", "strong", "span", "section"])
def test_a_hundred_deep_is_not_too_deep(tag: str) -> None:
    assert plain_text(article_body(f"<{tag}>" * 99 + "x" + f"</{tag}>" * 99)) == "x"


def test_paragraphs_that_nobody_closed_are_not_nested() -> None:
    assert article_body("<p>x" * 1_000) == "<p>x</p>" * 1_000


def test_the_hundreds_of_settings_that_word_puts_into_comments_are_no_obstacle() -> None:
    word = '<w:LsdException Locked="false" Name="x"/>' * 400
    assert article_body(f"<!--[if gte mso 9]><xml>{word}</xml><![endif]--><p>x") == "<p>x</p>"


HOSTILE = {
    "brackets that look like addresses": "((((a.com))))",
    "addresses without end": "http://a.b/c(",
    "an address of dots": "http://a.",
    "ampersands": "&amp; ",
    "unclosed marks": "<b>x<p>",
    "marks repeated in every paragraph": "<p><b><i><s>x</p>",
    "tables in tables": "<table><tr><td>",
    "misnested": "<b><p></b></p>",
    "declarations": "<![CDATA[<!-- <? ",
    "quotes": "<a \"'",
    "styles": "<span style='mso-list:mso-list:'>",
    "brackets": "[",
    "pictures": "![](",
    "titles": '[]("',
    "stars before brackets": "*[",
    "brackets before angles": "[<",
    "brackets and strokes": "~~[",
    "brackets in code": "`[",
    "brackets in lines": "[a\n",
    "brackets in quotes": "> [",
    "one quote after another": "> a\n\n",
    "declarations in text": "<![CDATA[",
    "strokes": "~~a ",
    "angles": "<http:",
    "parentheses": "(",
    "stars": "*a_",
    "backticks": "`a``",
    "quoted quotes": "> ",
    "lists of lists": "- ",
    "line breaks": "a\n",
    "spaces": " \xa0",
}


@pytest.mark.parametrize("shape", HOSTILE)
@pytest.mark.parametrize(("clean", "limit"), [(article_body, 100_000), (comment_body, 5_000)])
def test_hostile_shapes_at_the_limit_are_refused_or_stay_small(
    monkeypatch: pytest.MonkeyPatch, clean: Clean, limit: int, shape: str
) -> None:
    rounds: list[int] = []
    cleaned = safe_html._cleaned

    def counted(text: str, **policy: Any) -> str:
        rounds.append(len(text))
        return cleaned(text, **policy)

    monkeypatch.setattr(safe_html, "_cleaned", counted)
    source = (HOSTILE[shape] * limit)[:limit]
    try:
        made = clean(source)
    except ValidationError:
        made = ""
    assert (len(made) <= 10 * limit, len(rounds) <= 3) == (True, True)


# So many of one, then as many of the other.
PAIRS = [
    *[("[", "]"), ("![", "]"), ("[", "](b)"), ("[a](", ")"), ("[", "*a"), ("*[", "](b)*")],
    *[("*a ", "a* "), ("**a ", "a* "), ("~~a ", "a~~ "), ("`a ", "`"), ("<", ">"), ("> ", "a")],
]
SHAPES = [(unit, "") for unit in HOSTILE.values()] + PAIRS


def written_in(shape: tuple[str, str], length: int) -> str:
    first, then = shape
    times = length // len(first + then)
    return first * times + then * times


def steps(work: Callable[[str], str], text: str) -> int:
    """How many functions are called and left: the same on every machine. A refusal is fine."""
    taken = 0

    def step(*_: Any) -> None:
        nonlocal taken
        taken += 1

    before = sys.getprofile()
    sys.setprofile(step)
    try:
        work(text)
    except ValidationError:
        pass
    finally:
        sys.setprofile(before)
    return taken


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_no_shape_of_a_comment_is_read_more_than_a_few_times(shape: tuple[str, str]) -> None:
    """Markdown alone takes up to 160 steps for a character; the library's own took 1,200."""
    text = written_in(shape, 5_000)
    assert steps(markdown.as_html, text) <= 200 * len(text)
    safe_html._scrubbed.cache_clear()
    assert steps(comment_body.__wrapped__, text) <= 500 * len(text)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_a_comment_that_is_twice_as_long_costs_twice_as_much(shape: tuple[str, str]) -> None:
    half, whole = (steps(markdown.as_html, written_in(shape, n)) for n in (2_500, 5_000))
    assert whole <= 2.2 * half


BRACKETS = [
    *["[", "[", "[", "]", "]", "(", ")", "](b)", "[a](b)", "`", "\\"],
    *["*", "~~", "<", "<http:a>", '"', "!", "a", ">", "-", " ", "\n", "\n\n"],
]
DEEP = ["[" * 99, "[" * 101, "]" * 100, "](b)"]


@given(st.lists(st.sampled_from(BRACKETS), max_size=60))
def test_brackets_mean_what_the_library_makes_of_them(parts: list[str]) -> None:
    assert_as_the_library_does("".join(parts))


def test_so_do_brackets_that_are_nested_deeper_than_it_follows() -> None:
    for parts in itertools.product(DEEP, repeat=3):
        assert_as_the_library_does("a ".join(parts))


def assert_as_the_library_does(text: str) -> None:
    ours = markdown.as_html(text)
    with mock.patch.object(markdown, "label_end", helpers.parseLinkLabel):
        assert ours == markdown.as_html(text)


# Words


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<h2>A</h2><p>b<br>c</p><ul><li>d</li><li>e</li></ul>", "A\nb\nc\nd\ne"),
        ("<table><tr><td>1<td>2<tr><td>3<td>4</table>", "1 2\n3 4"),
        ("<p>a<strong>b</strong>c &amp;lt; &lt;d&gt;</p>", "abc &lt; <d>"),
        ("<figure><img src=/media/x.png alt=y><figcaption>z</figcaption></figure>", "z"),
        ("<pre><code>a\n  b</code></pre>", "a\nb"),
        ("", ""),
    ],
)
def test_the_words_of_a_body_stand_one_block_to_a_line(html: str, words: str) -> None:
    assert plain_text(article_body(html)) == words


@pytest.mark.parametrize(
    ("text", "length", "cut"),
    [
        ("Short enough.", 20, "Short enough."),
        ("Two\nlines", 20, "Two lines"),
        ("The ferry left at dawn", 14, "The ferry…"),
        ("The ferry, left at dawn", 12, "The ferry…"),
        ("Donaudampfschifffahrt", 10, "Donaudamp…"),
        ("", 10, ""),
    ],
)
def test_an_excerpt_ends_at_a_word(text: str, length: int, cut: str) -> None:
    assert excerpt(text, length) == cut


@given(st.text(), st.integers(min_value=1, max_value=300))
def test_an_excerpt_is_never_longer_than_asked_for(text: str, length: int) -> None:
    assert len(excerpt(text, length)) <= length


# The only door


def sources(*patterns: str) -> list[Path]:
    root = Path(settings.BASE_DIR)
    found = [path for pattern in patterns for path in root.glob(pattern)]
    return [path for path in found if path.name != "safe_html.py" and ".venv" not in path.parts]


def test_nothing_else_says_that_html_is_safe() -> None:
    code = sources("articles/**/*.py", "comments/**/*.py", "newsroom/**/*.py")
    said = re.compile(r"\bmark_safe\b|\bSafeString\(|\bSafeText\b")
    assert [path.name for path in code if said.search(path.read_text("utf-8"))] == []


def test_no_template_rewrites_html_or_turns_escaping_off() -> None:
    rewrites = re.compile(
        r"\|\s*(safe|safeseq|striptags|urlize|urlizetrunc|linebreaks|linebreaksbr|"
        r"truncatewords_html|truncatechars_html)\b|{%\s*autoescape\s+off"
    )
    templates = sources("templates/**/*.*")
    assert [path.name for path in templates if rewrites.search(path.read_text("utf-8"))] == []


def test_a_mark_that_is_written_in_every_paragraph_does_not_grow_without_bound() -> None:
    with pytest.raises(ValidationError, match="grows too much"):
        article_body(f"<a href=/x title='{'a' * 40_000}'>{'<p>a' * 2_400}")
