"""Text from Word, Google Docs and web pages becomes plain paragraphs, headings, lists, quotes and
tables, whether it is pasted into the editor or sent as HTML."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from articles.models import Article
from articles.safe_html import article_body
from tests import factories

# Written for these tests after what the programs put on the clipboard.

WORD = """<html xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=Generator content="Microsoft Word 15"><title>Harbour</title>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml>
<![endif]--><!--[if gte mso 9]><xml><w:LatentStyles DefLockedState="false">%s</w:LatentStyles></xml>
<![endif]-->
<style><!-- /* Style Definitions */ p.MsoNormal {mso-style-unhide:no; margin:0cm;} --></style>
</head><body lang=EN-GB style='tab-interval:36.0pt'><!--StartFragment-->
<p class=MsoTitle>Harbour plan<o:p></o:p></p>
<h2>What it <span style='mso-spacerun:yes'>  </span>costs<o:p></o:p></h2>
<p class=MsoNormal><b style='mso-bidi-font-weight:normal'>The council</b> met on <i
style='mso-bidi-font-style:normal'>Tuesday</i>, in&nbsp;the&nbsp;&nbsp; old
hall.<span class=MsoCommentReference><span style='font-size:8.0pt'><![if !supportAnnotations]><a
class=msocomanchor id="_anchor_1" href="#_msocom_1">[AR1]</a><![endif]></span></span><o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if
!supportLists]><span style='font-family:Symbol;mso-fareast-font-family:Symbol'><span
style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;
</span></span></span><![endif]>A new <b>quay</b><o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;text-indent:-18.0pt;
mso-list:l0 level2 lfo1'><![if !supportLists]><span style='font-family:"Courier New"'><span
style='mso-list:Ignore'>o<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span>
</span><![endif]>with lights<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if
!supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>A
ferry<o:p></o:p></p>
<p class=MsoNormal>In this order:<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-bidi-font-family:Calibri'><span style='mso-list:Ignore'>3.<span
style='font:7.0pt "Times New Roman"'>&nbsp; </span></span></span><![endif]>Dig<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-bidi-font-family:Calibri'><span style='mso-list:Ignore'>4.<span
style='font:7.0pt "Times New Roman"'>&nbsp; </span></span></span><![endif]>Build<o:p></o:p></p>
<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0 style='border-collapse:collapse'>
 <tr style='mso-yfti-irow:0'><td width=200 valign=top style='width:150pt;padding:0cm 5.4pt'>
  <p class=MsoNormal style='line-height:normal'>Quay<o:p></o:p></p></td>
  <td width=200 valign=top><p class=MsoNormal>€2m<o:p></o:p></p></td></tr></table>
<p class=MsoNormal>See <a href="https://example.org/plan"><span style='color:blue'>the
plan</span></a>, H<sub>2</sub>O.<o:p></o:p></p>
<!--EndFragment--></body></html>""" % (
    '<w:LsdException Locked="false" Priority="99" Name="x"/>' * 371
)

WORD_ON_THE_WEB = """<meta charset="utf-8"><div class="OutlineElement Ltr SCXW1 BCX0"
style="direction:ltr;margin:0px"><p class="Paragraph SCXW1 BCX0" role="heading" aria-level="1"
style="font-weight:normal;font-style:normal"><span data-contrast="none" class="TextRun SCXW1"
style="font-size:20pt"><span class="NormalTextRun SCXW1">Harbour plan</span></span><span
class="EOP SCXW1">&nbsp;</span></p></div><div class="ListContainerWrapper SCXW1 BCX0"><ul
class="BulletListStyle1 SCXW1 BCX0" role="list"><li data-leveltext="" data-font="Symbol"
data-listid="1" data-aria-posinset="1" data-aria-level="1" role="listitem"
class="OutlineElement Ltr SCXW1"><p class="Paragraph SCXW1"><span class="TextRun SCXW1"><span
class="NormalTextRun">A quay</span></span><span class="EOP">&nbsp;</span></p></li></ul></div><div
class="ListContainerWrapper SCXW1 BCX0"><ul class="BulletListStyle2 SCXW1 BCX0" role="list"><li
data-aria-posinset="1" data-aria-level="2" role="listitem" class="OutlineElement Ltr SCXW1"><p
class="Paragraph SCXW1"><span class="TextRun" style="font-weight:bold">with lights</span></p></li>
</ul></div><div class="ListContainerWrapper SCXW1 BCX0"><ul class="BulletListStyle1 SCXW1"
role="list"><li data-aria-posinset="2" data-aria-level="1" role="listitem"><p
class="Paragraph"><span class="TextRun">A ferry</span></p></li></ul></div>"""

SPAN = (
    "font-size:11pt;font-family:Arial,sans-serif;color:#000000;background-color:transparent;"
    "font-weight:{weight};font-style:{style};font-variant:normal;text-decoration:{line};"
    "vertical-align:baseline;white-space:pre;white-space:pre-wrap;"
)
PLAIN = SPAN.format(weight="400", style="normal", line="none")
BOLD = SPAN.format(weight="700", style="normal", line="none")
ITALIC = SPAN.format(weight="400", style="italic", line="none")
STRUCK = SPAN.format(weight="400", style="normal", line="line-through")

GOOGLE_DOCS = f"""<meta charset='utf-8'><meta charset="utf-8"><b style="font-weight:normal;"
id="docs-internal-guid-1f2e3d4c-7fff-0000-1111-222233334444"><h1 dir="ltr"
style="line-height:1.38;margin-top:20pt;margin-bottom:6pt;"><span style="{PLAIN}">Harbour
plan</span></h1><p dir="ltr" style="line-height:1.38;margin-top:0pt;margin-bottom:0pt;"><span
style="{BOLD}">The council</span><span style="{PLAIN}"> met on </span><span
style="{ITALIC}">Tuesday</span><span style="{PLAIN}">, not </span><span
style="{STRUCK}">Monday</span><span style="{PLAIN}">.</span></p><br /><ul
style="margin-top:0;margin-bottom:0;padding-inline-start:48px;"><li dir="ltr"
style="list-style-type:disc;font-weight:400;" aria-level="1"><p dir="ltr" role="presentation"
style="line-height:1.38;"><span style="{PLAIN}">A quay</span></p></li><ul
style="margin-top:0;"><li dir="ltr" style="list-style-type:circle;" aria-level="2"><p dir="ltr"
role="presentation"><span style="{PLAIN}">with lights</span></p></li></ul><li dir="ltr"
aria-level="1"><p dir="ltr" role="presentation"><span style="{PLAIN}">A
ferry</span></p></li></ul><br /><p dir="ltr" style="line-height:1.38;"><a
href="https://example.org/plan" style="text-decoration:none;"><span style="{PLAIN}">The
plan</span></a></p><div dir="ltr" style="margin-left:0pt;" align="left"><table
style="border:none;border-collapse:collapse;"><colgroup><col width="200" /><col width="200"
/></colgroup><tbody><tr style="height:0pt"><td style="border:solid 1pt;"><p dir="ltr"><span
style="{PLAIN}">Quay</span></p></td><td><p dir="ltr"><span
style="{PLAIN}">€2m</span></p></td></tr></tbody></table></div></b><br
class="Apple-interchange-newline">"""

WEB_PAGE = """<meta charset='utf-8'><div class="wrap" style="color: rgb(0, 0, 0); font-weight: 400;
text-decoration-thickness: initial;"><style>.x{color:red}</style><div class="inner">
<header><h1 class="big">Harbour plan</h1></header><div class="par">The <span
style="font-weight: 700;">council</span> met on <font color="red"><i>Tuesday</i></font>.</div>
<div></div><div class="par">It decided.<br><br>Then it rained.</div>
<script>track()</script><img src="https://tracker.example/pixel.gif" onerror="alert(1)">
<blockquote class="pull"><div>“A quay is a quay.”</div></blockquote>
<p style="margin:0">More in <a href="https://example.org/plan?a=1&amp;b=2" onclick="go()"
target="_blank" class="l">the plan</a> and <a href="javascript:alert(1)">here</a>.</p>
<h5>Costs</h5><table width="100%"><tr><th scope="col" bgcolor="#eee">Part</th><th
scope="col">Cost</th></tr><tr><td>Quay</td><td><table><tr><td>€2m</td></tr><tr><td>a
year</td></tr></table></td></tr></table><ol start="4"><li><span>Dig</span></li><li>Build</li></ol>
</div></div>"""

PASTED = {
    "Word": (
        WORD,
        "<h2>Harbour plan</h2><h2>What it costs</h2>"
        "<p><strong>The council</strong> met on <em>Tuesday</em>, in\xa0the old hall.</p>"
        "<ul><li>A new <strong>quay</strong><ul><li>with lights</li></ul></li><li>A ferry</li></ul>"
        "<p>In this order:</p>"
        '<ol start="3"><li>Dig</li><li>Build</li></ol>'
        "<table><tbody><tr><td>Quay</td><td>€2m</td></tr></tbody></table>"
        '<p>See <a href="https://example.org/plan" rel="noopener">the plan</a>, '
        "H<sub>2</sub>O.</p>",
    ),
    "Word on the web": (
        WORD_ON_THE_WEB,
        "<h2>Harbour plan</h2>"
        "<ul><li>A quay<ul><li><strong>with lights</strong></li></ul></li><li>A ferry</li></ul>",
    ),
    "Google Docs": (
        GOOGLE_DOCS,
        "<h2>Harbour plan</h2>"
        "<p><strong>The council</strong> met on <em>Tuesday</em>, not <s>Monday</s>.</p>"
        "<ul><li>A quay<ul><li>with lights</li></ul></li><li>A ferry</li></ul>"
        '<p><a href="https://example.org/plan" rel="noopener">The plan</a></p>'
        "<table><tbody><tr><td>Quay</td><td>€2m</td></tr></tbody></table>",
    ),
    "a web page": (
        WEB_PAGE,
        "<h2>Harbour plan</h2><p>The <strong>council</strong> met on <em>Tuesday</em>.</p>"
        "<p>It decided.</p><p>Then it rained.</p>"
        "<blockquote><p>“A quay is a quay.”</p></blockquote>"
        '<p>More in <a href="https://example.org/plan?a=1&amp;b=2" rel="noopener">the plan</a>'
        " and here.</p>"
        "<h4>Costs</h4>"
        '<table><tbody><tr><th scope="col">Part</th><th scope="col">Cost</th></tr>'
        "<tr><td>Quay</td><td><p>€2m</p><p>a year</p></td></tr></tbody></table>"
        '<ol start="4"><li>Dig</li><li>Build</li></ol>',
    ),
}


@pytest.mark.parametrize(("html", "clean"), PASTED.values(), ids=PASTED)
def test_what_was_pasted_elsewhere_and_is_sent_as_html_is_tidied(html: str, clean: str) -> None:
    assert article_body(html).replace("&nbsp;", "\xa0") == clean


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        (
            "Typed without any tag.\n\nIn two paragraphs.",
            "<p>Typed without any tag.</p><p>In two paragraphs.</p>",
        ),
        ("<div>a<div>b</div>c</div>", "<p>a</p><p>b</p><p>c</p>"),
        ("<div><div><div>deep</div></div></div>", "<p>deep</p>"),
        ("<span><p>a</p></span>b", "<p>a</p><p>b</p>"),
        (
            "<a href='/x'><h3>head</h3></a><strong><div>text</div></strong>",
            '<h3><a href="/x" rel="noopener">head</a></h3><p><strong>text</strong></p>',
        ),
        ("<p>&nbsp;</p><p> </p><p><br></p><p>x</p>", "<p>x</p>"),
        ("<p><br>x <br> y<br></p>", "<p>x<br>y</p>"),
        (
            "<b>Bold</b><b> and</b> <i><b>more</b></i>",
            "<p><strong>Bold and</strong> <em><strong>more</strong></em></p>",
        ),
        ("<h1><b>Bold anyway</b></h1>", "<h2>Bold anyway</h2>"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li><p>a</p><p>b</p></li></ul>"),
        ("<li>loose</li><li>items</li>", "<ul><li>loose</li><li>items</li></ul>"),
        (
            "<blockquote>said<br><br>and said</blockquote>",
            "<blockquote><p>said</p><p>and said</p></blockquote>",
        ),
        ("<pre>\n\n  kept\n    as it is\n</pre>", "<pre>  kept\n    as it is</pre>"),
        ("<pre><code>&lt;b&gt;</code></pre>", "<pre><code>&lt;b&gt;</code></pre>"),
        ("<figure><img src=//x.example/y><figcaption>Left</figcaption></figure>", "<p>Left</p>"),
        (
            "<figure> <img src=/media/x.png> <figcaption>Left</figcaption></figure>",
            '<figure><img src="/media/x.png"><figcaption>Left</figcaption></figure>',
        ),
        ("<p style='mso-list:l0 level1 lfo1'>unmarked</p>", "<ul><li>unmarked</li></ul>"),
        (
            "<p style='mso-list:l0 level3'>deep first</p><p style='mso-list:l0 level1'>flat</p>",
            "<ul><li>deep first</li></ul><ul><li>flat</li></ul>",
        ),
    ],
)
def test_shapes_become_plain_ones(html: str, clean: str) -> None:
    assert article_body(html) == clean


def paste(page: Page, html: str) -> None:
    page.locator("[contenteditable=true]").evaluate(
        """(text, html) => {
            const clipboardData = new DataTransfer()
            clipboardData.setData("text/html", html)
            const options = { clipboardData, bubbles: true, cancelable: true }
            text.focus()
            text.dispatchEvent(new ClipboardEvent("paste", options))
        }""",
        html,
    )


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize(("html", "clean"), PASTED.values(), ids=PASTED)
def test_what_is_pasted_into_the_editor_and_saved_is_clean(
    live_server: Any, page: Page, html: str, clean: str
) -> None:
    complaints = heard(page)
    article = factories.draft(body_source="")
    open_form(page, live_server.url, article)

    paste(page, html)
    page.click("[name=_continue]")

    article.refresh_from_db()
    # The editor's tables know no scope; a header cell is a header cell.
    wanted = clean.replace(' scope="col"', "")
    assert (article.body.replace("&nbsp;", "\xa0"), complaints) == (wanted, [])


def heard(page: Page) -> list[str]:
    """What the browser will complain of: policy violations, failed requests, errors."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(f"{message.text} {message.location}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    # Chromium asks for it unasked, once.
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    return complaints


def open_form(page: Page, site: str, article: Article) -> None:
    """The article's form in the admin, signed in as the chief."""
    client = Client()
    client.force_login(factories.user(is_staff=True, is_superuser=True))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}]
    )
    page.goto(f"{site}/admin/articles/article/{article.pk}/change/")


def test_an_empty_corner_of_a_table_is_no_header() -> None:
    corner = '<table><tr><th scope="col"></th><th scope="col">Year</th></tr></table>'
    assert article_body(corner) == (
        '<table><tbody><tr><td></td><th scope="col">Year</th></tr></tbody></table>'
    )
