"""The languages that articles are written in: codes as in BCP 47, in small letters."""

from django.conf import settings
from django.conf.locale import LANG_INFO

# How the codes of Chinese end that is written in traditional characters.
TRADITIONAL = ("hant", "hk", "mo", "tw")


def languages() -> list[tuple[str, str]]:
    """Every one that has a name here, by that name."""
    named = ((code, str(told["name"])) for code, told in LANG_INFO.items() if "name" in told)
    return sorted(named, key=lambda language: language[1])


def name_of_language(code: str) -> str:
    """Of “de-lu”, which has no name of its own, that of “de”; the code itself where none has."""
    for each in (code, code.partition("-")[0]):
        if "name" in LANG_INFO.get(each, {}):
            return str(LANG_INFO[each]["name"])
    return code


def direction_of(code: str) -> str:
    """“rtl” or “ltr”, as the attribute of an element has it."""
    known = LANG_INFO.get(code) or LANG_INFO.get(code.partition("-")[0], {})
    return "rtl" if known.get("bidi") else "ltr"


def iso_639(code: str) -> str:
    """The language alone, as news search engines have it: of Chinese they want its script too."""
    if code.startswith("zh"):
        return "zh-tw" if code.endswith(TRADITIONAL) else "zh-cn"
    return code.partition("-")[0]


def languages_to_choose() -> list[tuple[str, str]]:
    """For the form of an article: left empty, it is in the paper's own."""
    own = name_of_language(settings.LANGUAGE_CODE)
    return [("", f"The paper’s own: {own}"), *languages()]
