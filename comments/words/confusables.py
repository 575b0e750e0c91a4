"""Letters of other scripts that are taken for Latin ones, and characters that stand in for letters.

The facts are those of Unicode's security data (UTS #39, confusables), for the scripts in which
whole words can be forged; the selection is this paper's. Full-width, mathematical, circled and
superscript letters are not here: their compatibility decomposition is the letter itself. Keys are
case-folded.
"""

from __future__ import annotations

from string import ascii_lowercase


def _table(*pairs: str) -> dict[str, str]:
    """From “aбв”: the first character is what each of the others looks like."""
    return {alike: pair[0] for pair in pairs for alike in pair[1:]}


# By letter, in the order Cyrillic, Greek, Armenian, Coptic, Cherokee, Lisu, Canadian syllabics.
LOOKALIKES = _table(
    "aаα⍺ꭺᎪꓮᗅ",
    "bвьβꓐᏴᏏᗷᑲᖯ",
    "cсҫⲥᏟꓚᑕ",
    "dԁᎠᏧꓓꓒᗞᗪᑯ",
    "eеєҽεᎬꓰ",
    "fϝքꓝᖴ",
    "gԍցᏀᏳꓖ",
    "hнһհηⲏᎻᏂꓧᕼ",
    "iіιїᎥꙇ",
    "jјϳᎫꓙᒍ",
    "kкκⲕᏦꓗ",
    "lӏⲓᏞꓡꓲᒪ",
    "mмμⲙᎷꓟᗰ",
    "nոռⲛꓠᑎ",
    "oоοσօⲟꓳ",
    "pрρϱⲣᏢꓑᑭ",
    "qԛգզ",
    "rгⲅᎡᏒꓣᖇ",
    "sѕտᏕᏚꓢ",
    "tтτⲧᎢꓔ",
    "uυսꓴᑌ",
    "vѵνᏙꓦᐯ",
    "wԝѡωաᎳᏔꓪ",
    "xхχⲭꓫ᙭ᕁᕽ",
    "yуүγⲩᎩᎽꓬ",
    "zζᏃꓜ",
)
# The same of scripts in which hardly anybody writes today: Carian, Lycian, Old Italic, Elbasan,
# Runic, Miao, Warang Citi, Osage, Deseret.
LOOKALIKES |= _table(
    "a𖽀𐊠",
    "b𐊂𐊡𐌁",
    "c𐐽𐊢𐌂𐔜",
    "e𑣆𑣎𐊆",
    "f𑣂𐊇𐊥𐔥",
    "h𐋏",
    "kᛕ𐔘",
    "lᛁ𖼨𐊊𐌉ⳑ𖼖𑣃𑣒𐑃𐔦",
    "mᛖ𐊰𐌑",
    "n𐔓",
    "o𐓪𑣈𑣗𐐬𑣕𐊒𐊫𐔖",
    "p𐊕",
    "rᴦ𐓜𖼵",
    "s𑣁𐑈𖼺𐊖",
    "t𖼊𑣜𐊗𐊱𐌕",
    "u𐓶𑣘𖽂",
    "v𑣀ꛟ𖼈𐔝",
    "xᚷ𐊐𐊴𐌗𐔧",
    "y𖽃𐊲",
    "z𑣄𑣉",
)
# Letters whose compatibility decomposition is another letter than the one they look like.
LUNATE = {"ϲ": "c", "Ϲ": "c"}
# Letters of which two are a flag; apart, or more of them, they spell.
FLAGS = {chr(0x1F1E6 + place): letter for place, letter in enumerate(ascii_lowercase)}
LOOKALIKES |= FLAGS
# A capital that looks like another letter than its small form does: Ν and ν, Η and η.
SECOND_FACES = {"η": "n", "ν": "n", "υ": "y", "μ": "u", "у": "u"}
# Either an i or an l, whichever the word needs.
I_OR_L = frozenset("1!|іӏιⲓꓲ")

# Latin letters of their own whose stroke, hook or size has no decomposition; and the letters that
# Arabic and Persian keyboards write differently.
VARIANTS = _table(
    "aɑᴀ",
    "bʙɓƃꞵƅ",
    "cᴄƈ",
    "dđɖɗᴅ",
    "eᴇɛəɘꬲ℮",
    "fꜰƒꬵꞙ",
    "gɡɢɠᶃƍ",
    "hħʜɦ",
    "iıɪɩɨ",
    "jᴊɉʝ",
    "kᴋƙĸ",
    "lłʟƚɫǀ",
    "mᴍꟽ",
    "nɴŋɲ",
    "oøᴏɵᴑꬽ",
    "pᴘƥ",
    "rʀɍꭇꭈɾ",
    "sꜱʂƽ",
    "tᴛŧƭ",
    "uᴜʉʋꞟꭎꭒ",
    "vᴠ",
    "wᴡɯ",
    "xꭓ",
    "yʏɏɣᶌỿꭚ",
    "zᴢƶ",
    "يیى",
    "كک",
)

# Letters, figures and signs that are themselves in running text and pass for Latin letters in a
# name: Hebrew, Arabic, N’Ko, Tifinagh, Georgian, Ethiopic, scripts of India and of South-East Asia.
# Whoever compares names compares whole ones, so that no name in them comes to be another's.
IN_NAMES = _table(
    "c⸦⊂",
    "eⴹ⋿",
    "fʄ",
    "gɢ",
    "hⴙ",
    "i¡⍳˛",
    "jյ",
    "lןוا١۱ߊⵏ∣⏽│¦",
    "nпη∩ח",
    "oסهہەھ٥۵߀ⵔ०০੦૦୦௦౦೦൦๐໐၀០〇ഠဝଠዐჿ◯○●",
    "pⲣ⍴",
    "qⵕ",
    "tד⊤⟙",
    "uሀ∪⋃",
    "vטⴸ٧۷∨⋁𑜆",
    "w𑜊𑜎𑜏ש",
    "xⵝ×╳⤫⤬⨯᙮",
    "yყץ",
)

# What stands in for a letter inside a word that has one. Symbols are the ones in SYMBOLS.
LEET = {
    **{"0": "o", "1": "i", "2": "z", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t"},
    **{"8": "b", "9": "g", "@": "a", "$": "s", "!": "i", "|": "i", "€": "e"},
}
SYMBOLS = frozenset("@$!|€")
# “Stop it!” ends with a mark, “a$$” with letters.
MARKS_AT_THE_END = "!|"
