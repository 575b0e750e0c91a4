"""Which elements and attributes a body may have, and what others become."""


def names(words: str) -> frozenset[str]:
    return frozenset(words.split())


COMMENT_TAGS = names("p ul ol li blockquote a strong em s code pre br hr")
ARTICLE_TAGS = COMMENT_TAGS | names(
    "h2 h3 h4 sub sup figure figcaption img table thead tbody tfoot tr th td caption"
)
# Never allowed, and dropped with everything in them: each has been the start of an escape from an
# HTML cleaner, or holds no text for readers.
DROPPED_WHOLE = names(
    "script style svg math noscript title textarea iframe xmp template noembed noframes select xml"
)
ATTRIBUTES = {
    "a": {"href", "title"},
    "figure": {"data-photo"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
}
VOID = names("br hr img")
# What stands on lines of its own.
BLOCKS = ARTICLE_TAGS - names("a strong em s sub sup code img td th")

# What is read of other people's markup on the way in.
HINTS = frozenset({"style", "class", "role", "aria-level", "data-aria-level"})
MARKS = {
    **dict.fromkeys(["strong", "b"], "strong"),
    **dict.fromkeys(["em", "i", "cite", "dfn", "var"], "em"),
    **dict.fromkeys(["s", "strike", "del"], "s"),
    **dict.fromkeys(["code", "tt", "kbd", "samp"], "code"),
    "sub": "sub",
    "sup": "sup",
}
HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
PARAGRAPHS = names(
    "p div section article main header footer aside nav address center dl dt dd fieldset form "
    "details summary legend hgroup body"
)
READ_TAGS = PARAGRAPHS | frozenset(MARKS) | frozenset(HEADINGS) | frozenset({"span", "font"})
CELLS = frozenset({"td", "th"})
LISTS = frozenset({"ul", "ol"})
LEAVES = frozenset({"p", "h2", "h3", "h4", "pre", "figcaption", "caption"})
WRAPPING = frozenset({"root", "blockquote"})

SPACE = "".join(map(chr, range(0x21))) + "\xa0"

# Where an element of a table or a figure may stand.
PLACES = {
    "thead": {"table"},
    "tbody": {"table"},
    "tfoot": {"table"},
    "tr": {"table", "thead", "tbody", "tfoot"},
    "td": {"tr"},
    "th": {"tr"},
    "caption": {"table"},
    "figcaption": {"figure"},
}
