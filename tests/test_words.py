"""What the word list finds, in every disguise, and what it leaves alone."""

import unicodedata
from typing import Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.safe_html import comment_body
from comments.words.folding import _alphabet, _fold_in_order, fold
from comments.words.matcher import Matcher
from comments.words.normalise import _kept, normalise, words
from comments.words.reading import Match, matches_in
from comments.words.terms import BadTerm, BrokenList, Listed, key_of

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e\u200e\u200f" + BIDI


def found(
    body: str, *terms: str, name: str = "A reader", exceptions: tuple[str, ...] = ()
) -> list[Match]:
    listed = [Listed(n, term, exceptions=exceptions) for n, term in enumerate(terms, start=1)]
    html = comment_body(body)
    return matches_in(Matcher(listed), name=name, body=html, section_id=None)


MUST_MATCH = [
    "zorblat",
    "ZORBLAT",
    "zOrBlAt",
    "You zorblat",
    "zorblat you",
    "“zorblat”",
    "'zorblat'",
    "(zorblat)",
    "zorblat!",
    "zorblat.",
    "the zorblat's hat",
    "the zorblat’s hat",
    "🤬zorblat🤬",
    "zorblat👨‍👩‍👧",
    "_zorblat_",
    "*zorblat*",
    "zo\u0301rblat",
    "zórblàt",
    "Z\u0335o\u0335r\u0335b\u0335l\u0335a\u0335t\u0335",
    "zorb\u0941lat",
    "ｚｏｒｂｌａｔ",
    "ＺＯＲＢＬＡＴ",
    "𝐳𝐨𝐫𝐛𝐥𝐚𝐭",
    "𝔷𝔬𝔯𝔟𝔩𝔞𝔱",
    "𝓏ℴ𝓇𝒷𝓁𝒶𝓉",
    "𝚣𝚘𝚛𝚋𝚕𝚊𝚝",
    "ⓩⓞⓡⓑⓛⓐⓣ",
    "🅩🅞🅡🅑🅛🅐🅣",
    "🅉🄾🅁🄱🄻🄰🅃",
    "ᴢᴏʀʙʟᴀᴛ",
    "ᶻᵒʳᵇˡᵃᵗ",
    "zоrblаt",
    "zοrblατ",
    "ΖΟRΒLΑΤ",
    "zorblaт",
    "zoɾblat",
    "zorbla𐊗",
    "z𐊒rb𖼨𐊠t",
    "z0rblat",
    "z0rb1at",
    "zorbl@t",
    "z0r8l47",
    "zorb|at",
    "zorb!at",
    "$zorblat$",
    "@zorblat",
    "z o r b l a t",
    "z.o.r.b.l.a.t",
    "z-o-r-b-l-a-t",
    "z_o_r_b_l_a_t",
    "z*o*r*b*l*a*t",
    "z/o/r/b/l/a/t",
    "z – o – r – b – l – a – t",
    "z  o  r  b  l  a  t",
    "z\no\nr\nb\nl\na\nt",
    "z\u00a0o\u00a0r\u00a0b\u00a0l\u00a0a\u00a0t",
    "z\u2800o\u2800r\u2800b\u2800l\u2800a\u2800t",
    "z 0 r b l @ t",
    "you are a z o r b l a t",
    "I'm a z o r b l a t",
    "zoorblat zooorblat",
    "zzzorrrblaaaattt",
    "zo<b>rb</b>lat",
    "zo**rb**lat",
    "zo[](x)rblat",
    "zo[rb](https://example.com)lat",
    "zo<!-- x -->rblat",
    "&#122;orblat",
    "&#x7a;orblat",
    # parted by a symbol or a digit, or in two pieces
    "z|o|r|b|l|a|t",
    "z!o!r!b!l!a!t",
    "z@o@r@b@l@a@t",
    "z$o$r$b$l$a$t",
    "z€o€r€b€l€a€t",
    "z1o1r1b1l1a1t",
    "zor|blat",
    "zor-blat",
    "zor.blat",
    "zor_blat",
    "zor\u2011blat",
    "z0r-bl@t",
    "zo-rb-la-t",
    "zo rb la t",
    # letters of flags
    "🇿🇴🇷🇧🇱🇦🇹",
    "🇿 🇴 🇷 🇧 🇱 🇦 🇹",
    "zorblat🇩🇪",
    "z\u2800o\u2800r\u2800b\u2800l\u2800a\u2800t",
    "zorbl&aacute;t",
    "zor&shy;blat",
    "zor&#8203;blat",
    "[zorblat](https://example.com)",
    "[a link](https://example.com/zorblat)",
    "[a link](https://zorblat.example.com/)",
    "[a link](https://example.com/?q=%7Aorblat)",
    "https://example.com/z-o-r-b-l-a-t",
    '[a link](https://example.com "zorblat")',
    "someone@zorblat.example",
    "<zorblat>",
]


@pytest.mark.parametrize("text", MUST_MATCH)
def test_a_listed_word_is_found_in_every_disguise(text: str) -> None:
    assert found(text, "zorblat")


@pytest.mark.parametrize("character", INVISIBLE, ids=lambda one: f"{ord(one):04x}")
def test_what_nobody_sees_hides_nothing(character: str) -> None:
    assert found(character.join("zorblat"), "zorblat")


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@pytest.mark.parametrize("term", ["zórblåt", "jalapeño", "कम", "한국", "がらくた", "đặng"])
def test_composed_and_decomposed_are_one(
    term: str, form: Literal["NFC", "NFD", "NFKC", "NFKD"]
) -> None:
    text = unicodedata.normalize(form, f"so {term} then")
    assert found(text, term)
    assert found(f"so {term} then", unicodedata.normalize(form, term))


@pytest.mark.parametrize(
    "text",
    [
        "hot dog",
        "Hot, dog!",
        "hot-dog",
        "hot / dog",
        "hot\ndog",
        "hot&nbsp;dog",
        "hot “dog”",
        "h0t d0g",
        "h o t d o g",
        "hоt dоg",
    ],
)
def test_a_phrase_does_not_mind_punctuation(text: str) -> None:
    assert found(text, "hot dog")


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Scunthorpe", ["cunt", "thorp"]),
        ("specialist socialism", ["cialis"]),
        ("Dickens and Dickinson", ["dick"]),
        ("assess the assets, class", ["ass"]),
        ("Essex, Sussex, Middlesex", ["sex"]),
        ("the therapist", ["rapist", "the rapist"]),
        ("cockpit and peacock", ["cock"]),
        ("shiitake", ["shit"]),
        ("Penistone", ["penis"]),
        ("zorblats zorblatted unzorblat", ["zorblat"]),
        ("कमाल कमरा", ["कम"]),
        ("می‌خواهم", ["می", "خواهم"]),
        ("کتاب‌ها", ["کتاب", "کتابها"]),
        ("ภาษาไทย", ["ภาษ"]),
        ("455 kg of it", ["ass", "asskg"]),
        ("142,460 people", ["iazabo", "ago"]),
        ("A$5 and A$55, $455, 5€", ["ass", "asss"]),
        ("455", ["ass"]),
        ("U S A", ["us", "sa"]),
        ("the U.S.A. and the U.K.", ["us", "usa the"]),
        ("J. R. R. Tolkien", ["jr", "tolk"]),
        ("👨‍👩‍👧‍👦 🏳️‍🌈", ["zorblat", "a" * 2]),
        ("aaas and good books", ["ass", "god", "boks"]),
        ("Hit it!", ["hiti", "iti"]),
        ("сообщение тема", ["coo", "tema x"]),
        ("hot and dog", ["hot dog"]),
        ("dog hot", ["hot dog"]),
        ("I think 3 < 4 & 5 > 2", ["ab", "et"]),
        ("C++ and R&D", ["cd", "rd"]),
    ],
)
def test_what_only_looks_like_a_listed_word_is_left_alone(text: str, terms: list[str]) -> None:
    assert found(text, *terms) == []


@pytest.mark.parametrize(
    ("text", "times"),
    [("zorblat zorblat", 2), ("zorblat, zorblat. ZORBLAT", 3), ("zorblat zorblats", 1)],
)
def test_two_beside_each_other_are_two(text: str, times: int) -> None:
    assert len(found(text, "zorblat")) == times


def test_the_name_is_read_too() -> None:
    (match,) = found("Good day.", "zorblat", name="Mr Z0rblat")
    assert (match.field, match.passage, match.start) == ("name", "Z0rblat", 3)


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("Such a ｚ０ｒｂｌａｔ today", "ｚ０ｒｂｌａｔ"),
        ("ﬁne zo\u0301rbla\u0301t\u0301 day", "zo\u0301rbla\u0301t\u0301"),
        ("½ z\u200bo\u200brblat\u200b x", "z\u200bo\u200brblat\u200b"),
        ("so z o r b l a t!", "z o r b l a t"),
        ("so zooorblat's", "zooorblat"),
        ("a &#122;orbl&#97;t b", "&#122;orbl&#97;t"),
        ("a zo<b>rb</b>lat b", "zo<b>rb</b>lat"),
        ("a $zorblat b", "zorblat"),
    ],
)
def test_the_passage_is_what_was_typed(text: str, passage: str) -> None:
    (match,) = found(text, "zorblat")
    assert match.passage == passage


@pytest.mark.parametrize(
    ("term", "hits", "misses"),
    [
        ("zor*", ["zor", "zorblat", "z0rblat", "zzzorx"], ["azor", "zo r"]),
        ("*blat", ["blat", "zorblat", "zorbl@t"], ["blats"]),
        ("*orbl*", ["zorblat", "orbl", "ｚｏｒｂｌａｔ"], ["orb lat"]),
        ("z*blat", ["zblat", "zorblat"], ["zorblats", "azblat"]),
        ("z*rb*t", ["zrbt", "zorblat"], ["ztrb", "zrb"]),
        ("hot zor*", ["hot zorblat", "hot: zor"], ["hot", "zorblat hot"]),
        ("hot * dog", ["hot red dog"], ["hot dog", "hot red big dog"]),
    ],
)
def test_a_star_stands_for_any_letters_of_one_word(
    term: str, hits: list[str], misses: list[str]
) -> None:
    assert [text for text in hits if not found(text, term)] == []
    assert [text for text in misses if found(text, term)] == []


@pytest.mark.parametrize("text", ["🖕", "so 🖕🏽 there", "zor🖕blat", "🖕\ufe0f"])
def test_a_picture_can_be_listed_too(text: str) -> None:
    assert found(text, "🖕")
    assert found(text, "🤬") == []


@pytest.mark.parametrize("exception", ["Zorblat Lane", "zorblat  lane", "z0rblat lane"])
def test_exceptions_beat_terms(exception: str) -> None:
    text = "A zorblat lives in Zorblat Lane."
    (match,) = found(text, "zorblat", exceptions=(exception,))
    assert match.passage == "zorblat"


@pytest.mark.parametrize(
    "term", ["zor(blat", "zor.blat", "zor[blat", "zor\\blat", "zor`blat", "$zor"]
)
def test_a_term_is_no_program(term: str) -> None:
    assert found(f"so {term} then", term)
    assert found("anything else", term) == []


@pytest.mark.parametrize(
    "term", ["", " ", "\t", "*", "**", "* *", "a", "a*", "*a*", "...", "\u200b", "!", "(*)"]
)
def test_a_term_that_would_match_everything_is_refused(term: str) -> None:
    with pytest.raises(BadTerm):
        key_of(term)


def test_a_list_that_cannot_be_used_names_what_breaks_it() -> None:
    with pytest.raises(BrokenList, match=r"“a\*” cannot be matched"):
        Matcher([Listed(1, "zorblat"), Listed(2, "a*")])


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        ("Zorblat", "z0rbl@t", True),
        ("hot-dog", "hot dog", True),
        ("z o r b l a t", "zorblat", True),
        ("zor**", "zor*", True),
        ("zorblat", "zorblats", False),
        ("xxx", "xx", False),
    ],
)
def test_terms_that_match_the_same_words_are_one(one: str, other: str, are_same: bool) -> None:
    assert (key_of(one) == key_of(other)) is are_same


TRICKY = st.text(
    "aabBcil1!|$@€ .-_*/055\u200b\u200c\u200dеоΝνηд\u093e\u0915\u094d\u0ddd\u0301\u0345"
    "ßﬁ½…´゛がÅİ\u3099\u00ad\u1e9eꭰ\n'м™آي",
    max_size=14,
)


@given(TRICKY | st.text(max_size=20))
@example("5ß_0_a")
@example("ꭰाÅ")
@example("€_ͅ_ͅ")
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(TRICKY | st.text(max_size=40))
def test_every_word_knows_where_it_stands(text: str) -> None:
    last = 0
    folded = fold(text)
    for word in words(folded):
        start, end = folded.start(word.at), folded.end(word.to)
        # “¼” is two words in one character.
        assert last <= start < end <= len(text)
        assert word.spelling.raw[0] in fold(text[start:end]).text
        last = end - 1


@given(TRICKY | st.text(max_size=40))
def test_the_quick_way_to_fold_is_the_slow_one(text: str) -> None:
    quick, slow = fold(text), _fold_in_order(text, _alphabet(text))
    assert (quick.text, quick.kinds) == (slow.text, slow.kinds)
    assert list(quick.starts) == slow.starts


def test_a_long_word_is_not_kept_in_memory() -> None:
    kept = _kept.cache_info().currsize
    words(fold("zorblat" * 700))
    assert _kept.cache_info().currsize == kept


@pytest.mark.parametrize(
    ("body", "term"),
    [
        *(("wanĸer", "wanker"), ("waᑎker", "wanker"), ("sᑕam", "scam"), ("scaꟽ", "scam")),
        *(("sϲam", "scam"), ("SϹAM", "scam")),
    ],
)
def test_one_letter_of_another_script_hides_no_word(body: str, term: str) -> None:
    assert found(body, term)
