"""What a paper is asked to tell its readers about itself, by whom, and where this one does."""

from collections.abc import Iterable
from dataclasses import dataclass

from .models import Policy


@dataclass(frozen=True)
class Asked:
    """One subject, in plain words, and the term of each standard that names it.

    `schema`: the property of schema.org's NewsMediaOrganization. `trust_project`: the attribute
    of a site, or the indicator, as the Trust Project publishes them. `jti`: the clauses of the
    Journalism Trust Initiative (CWA 17493:2019), whose clauses 3 (public service media), 16
    (professionalism in the media outlet) and 18 (publication of the self-assessment) are left
    out: by their titles they ask for nothing that a policy page would tell.
    """

    code: str
    label: str
    schema: str = ""
    trust_project: str = ""
    jti: str = ""

    @property
    def sources(self) -> list[tuple[str, str]]:
        """By whom it is asked, and under which name."""
        named = (("schema.org", self.schema), *_named(self.trust_project, self.jti))
        return [(source, term) for source, term in named if term]


ASKED: tuple[Asked, ...] = (
    # Who the paper is.
    Asked(
        "mission",
        "What the paper is for, and what it covers first",
        "missionCoveragePrioritiesPolicy",
        "Mission and coverage priorities",
        "2 Editorial mission",
    ),
    Asked(
        "founding",
        "When it was founded",
        "foundingDate",
        "Founding date",
        "1 Basic requirements on media’s identity",
    ),
    Asked(
        "ownership",
        "Who owns it",
        "ownershipFundingInfo",
        "Ownership and funding",
        "4 Type of ownership, 5 Owners’ identity",
    ),
    Asked(
        "funding",
        "What it lives on",
        "ownershipFundingInfo",
        "Ownership and funding",
        "8 Revenue sources and data collection",
    ),
    Asked(
        "masthead",
        "Who runs it",
        "masthead",
        "Masthead",
        "6 Identity of the management team and its location",
    ),
    Asked(
        "contact",
        "How to reach its editors",
        "contactPoint",
        "Contact",
        "7 Editorial contact details",
    ),
    # How it works.
    Asked(
        "principles",
        "The principles it publishes by",
        "publishingPrinciples",
        "Best practices",
        "9 Accountability for journalism principles",
    ),
    Asked(
        "ethics",
        "Its code of ethics",
        "ethicsPolicy",
        "Ethics",
        "9 Accountability for journalism principles",
    ),
    Asked(
        "verification",
        "How facts are checked",
        "verificationFactCheckingPolicy",
        "Verification",
        "10 Accuracy",
    ),
    Asked(
        "unnamed-sources",
        "When a source is not named",
        "unnamedSourcesPolicy",
        "Unnamed sources",
        "12 Responsibility for sources",
    ),
    Asked("no-bylines", "Why a story has no author’s name", "noBylinesPolicy"),
    Asked(
        "affiliations",
        "What its people declare, and what they may not do",
        "",
        "",
        "13 Professionalism for affiliations",
    ),
    Asked("diversity", "Whose voices are heard", "diversityPolicy", "Diversity"),
    Asked("staffing", "Who works there, counted", "diversityStaffingReport", "Diversity"),
    Asked(
        "public-content",
        "What becomes of what readers write",
        "",
        "",
        "11 Content provided by the general public",
    ),
    Asked("training", "How its people are trained", "", "", "17 Training"),
    # What it does when it was wrong.
    Asked(
        "corrections",
        "How errors are corrected",
        "correctionsPolicy",
        "Corrections",
        "14.2 Publishing corrections",
    ),
    Asked(
        "feedback",
        "What is done with what readers tell it",
        "actionableFeedbackPolicy",
        "Actionable feedback",
        "14.1 Reporting of errors",
    ),
    Asked("complaints", "How to complain, and who answers", "", "", "14.3 Complaints"),
    Asked("external", "Who outside the paper can be asked", "", "", "15 External accountability"),
)

# For the form of a policy.
SUBJECTS = [(asked.code, asked.label) for asked in ASKED]


@dataclass(frozen=True)
class Shown:
    """What pages tell by themselves, and where."""

    label: str
    where: str
    trust_project: str = ""
    jti: str = ""

    @property
    def sources(self) -> list[tuple[str, str]]:
        return [(source, term) for source, term in _named(self.trust_project, self.jti) if term]


SHOWN: tuple[Shown, ...] = (
    Shown("The sort of work", "Above the headline, of all but news", "Type of work"),
    Shown(
        "Who wrote it, with a page of their own",
        "Byline and About box of each article",
        "Author expertise",
    ),
    Shown(
        "What its authors declared",
        "Under each article, as on its day",
        "",
        "13 Professionalism for affiliations",
    ),
    Shown("Where it was reported from", "Dateline of an article", "Locally sourced"),
    Shown(
        "Corrections",
        "On the article itself, at the same address",
        "Corrections",
        "14.2 Publishing corrections",
    ),
    Shown(
        "The way to report an error",
        "Under each article",
        "Actionable feedback",
        "14.1 Reporting of errors",
    ),
    Shown("The policies in force on the day", "Under each article", "Best practices"),
)


@dataclass(frozen=True)
class Line:
    """What is asked, and the pages in use that tell it."""

    asked: Asked
    pages: tuple[Policy, ...]

    @property
    def is_missing(self) -> bool:
        return not self.pages


def _named(trust_project: str, jti: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("Trust Project", trust_project), ("JTI", jti)


def report(policies: Iterable[Policy]) -> list[Line]:
    """A line for each of ASKED, in its order."""
    pages = tuple(policies)
    return [
        Line(asked, tuple(page for page in pages if asked.code in page.covers)) for asked in ASKED
    ]
