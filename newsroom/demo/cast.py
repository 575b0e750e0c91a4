"""Who is who in the demo paper: accounts, authors, and what they declare."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from articles.models import AuthorKind, DisclosureKind

Day = datetime.date | int
"""A date, or how many days ago it was."""


@dataclass(frozen=True)
class Account:
    username: str
    first_name: str
    last_name: str
    role: str
    """The group it belongs to; empty for the administrator."""
    does: str


ACCOUNTS = (
    Account("editor", "Gwen", "Trelisk", "Editor", "writes, publishes, corrects"),
    Account("publisher", "Hester", "Quaye", "Publisher", "sets the rules of publishing"),
    Account("moderator", "Mina", "Corrow", "Moderator", "decides on comments, closes threads"),
    Account("chief", "Rhona", "Pellew", "Chief moderator", "keeps the house rules and the figures"),
    Account("reporter", "Tomas", "Okell", "Reporter", "writes drafts, sends them to review"),
    Account("admin", "Ada", "Winterhouse", "", "may do everything"),
)


@dataclass(frozen=True)
class Declared:
    """One disclosure, and what became of it.

    `until` is a last day known from the start; `ended` one that was told when it came, by a row of
    its own; `then` is a disclosure that supersedes it.
    """

    kind: DisclosureKind
    entity: str
    text: str
    since: Day
    until: Day | None = None
    ended: Day | None = None
    then: Declared | None = None


@dataclass(frozen=True)
class Answers:
    """A manager of a group account."""

    name: str
    role: str
    since: Day
    until: Day | None = None


@dataclass(frozen=True)
class Writer:
    name: str
    slug: str
    title: str
    bio: str
    copyright_line: str
    kind: AuthorKind = AuthorKind.PERSON
    portrait: str = ""
    portrait_alt: str = ""
    account: str = ""
    managers: tuple[Answers, ...] = ()
    declares: tuple[Declared, ...] = field(default_factory=tuple)


WRITERS: dict[str, Writer] = {
    "gwen": Writer(
        name="Gwen Trelisk",
        slug="gwen-trelisk",
        title="Editor",
        bio=(
            "Gwen has edited The Lantern for eleven years, having come for the summer. She writes "
            "the leaders, answers the letters that begin with “Wrong”, and lives in Hythe Street "
            "above a cellar with a tidemark."
        ),
        copyright_line="© The Eddermouth Lantern. May be quoted with credit and a link.",
        portrait="gwen",
        portrait_alt="Drawn portrait of a woman with a grey bob and round glasses.",
        account="editor",
        declares=(
            Declared(
                DisclosureKind.EMPLOYMENT,
                "The Lantern Trust",
                "Employed by the trust that owns this paper, and sits on its board without a vote.",
                since=datetime.date(2015, 3, 2),
            ),
            Declared(
                DisclosureKind.VIEWS,
                "Building on land that floods",
                "Has argued in public, here and at meetings, against building on the plain behind "
                "the station. Leaders on this subject are opinion and are labelled.",
                since=datetime.date(2021, 11, 8),
            ),
        ),
    ),
    "nell": Writer(
        name="Nell Farraday",
        slug="nell-farraday",
        title="Harbour correspondent",
        bio=(
            "Nell grew up on Skerrow and has covered the harbour, the boats and the marsh since "
            "she left it. She runs The Harbour Desk, and is out most mornings before the tide."
        ),
        copyright_line="© Nell Farraday / The Eddermouth Lantern",
        portrait="nell",
        portrait_alt="Drawn portrait of a woman with long auburn hair and a navy jersey.",
        declares=(
            Declared(
                DisclosureKind.MEMBERSHIP,
                "Eddermouth Gig Club",
                "Ordinary member. The club rents its slip from the harbour company.",
                since=datetime.date(2016, 5, 1),
                then=Declared(
                    DisclosureKind.MEMBERSHIP,
                    "Eddermouth Gig Club",
                    "Secretary of the club, unpaid. The club rents its slip from the harbour "
                    "company, and will rent it from the town.",
                    since=410,
                ),
            ),
            Declared(
                DisclosureKind.GIFT,
                "Skerrow Lines",
                "A season’s free crossings, given to all correspondents. Returned; pays for her "
                "own ticket since.",
                since=datetime.date(2022, 4, 1),
                ended=datetime.date(2023, 10, 31),
            ),
            Declared(
                DisclosureKind.FAMILY,
                "Skerrow school",
                "Her mother is a governor of the island’s school. Does not write about it.",
                since=datetime.date(2020, 9, 1),
            ),
        ),
    ),
    "tomas": Writer(
        name="Tomas Okell",
        slug="tomas-okell",
        title="Town reporter",
        bio=(
            "Tomas sits through the council so that you need not. He has reported on the town "
            "hall, schools, trams and the Cormorants for six years, and plays second cornet, badly."
        ),
        copyright_line="© Tomas Okell / The Eddermouth Lantern",
        portrait="tomas",
        portrait_alt="Drawn portrait of a bearded man with short dark hair and a mustard jersey.",
        account="reporter",
        declares=(
            Declared(
                DisclosureKind.MEMBERSHIP,
                "The Writers’ and Setters’ Union",
                "Member, and branch treasurer.",
                since=datetime.date(2019, 1, 14),
            ),
            Declared(
                DisclosureKind.GIFT,
                "Eddermouth Town FC",
                "One seat in the press box at each home match, and the tea.",
                since=datetime.date(2019, 8, 10),
            ),
            # After the article on the drains: its page says so.
            Declared(
                DisclosureKind.FAMILY,
                "Edder Water",
                "His partner has taken a post in the laboratory of Edder Water. He no longer "
                "reports on the company.",
                since=4,
            ),
        ),
    ),
    "ida": Writer(
        name="Ida Solberry",
        slug="ida-solberry",
        title="Culture editor",
        bio=(
            "Ida writes about plays, bread, books and orchards, on the principle that they are one "
            "subject. Before The Lantern she taught evening classes and painted scenery."
        ),
        copyright_line="© Ida Solberry / The Eddermouth Lantern",
        portrait="ida",
        portrait_alt="Drawn portrait of a woman with dark curls, gold earrings and a plum jacket.",
        declares=(
            Declared(
                DisclosureKind.GIFT,
                "Customs House Theatre",
                "Two tickets for each first night, as every reviewer has.",
                since=datetime.date(2018, 9, 20),
            ),
            Declared(
                DisclosureKind.EMPLOYMENT,
                "Fishmarket Library",
                "Taught an evening class there, paid by the hour.",
                since=datetime.date(2017, 1, 9),
                until=datetime.date(2024, 6, 28),
            ),
        ),
    ),
    "samir": Writer(
        name="Samir Hallow",
        slug="samir-hallow",
        title="Data reporter",
        bio=(
            "Samir reads the appendices. He makes The Lantern’s tables, keeps its rain gauge, and "
            "will send anybody the spreadsheet behind anything he has printed."
        ),
        copyright_line="© Samir Hallow / The Eddermouth Lantern. Data may be reused with credit.",
        portrait="samir",
        portrait_alt="Drawn portrait of a balding man with round glasses and a coral collar.",
        declares=(
            Declared(
                DisclosureKind.OWNERSHIP,
                "Beacon Down Wind",
                "Holds 100 of the co-operative’s 76,000 shares, bought at its founding for £100.",
                since=datetime.date(2020, 2, 17),
                then=Declared(
                    DisclosureKind.OWNERSHIP,
                    "Beacon Down Wind",
                    "Holds 200 of the co-operative’s 76,000 shares, bought for £200, and gets a "
                    "member’s dividend on them.",
                    since=datetime.date(2024, 3, 4),
                ),
            ),
            Declared(
                DisclosureKind.INVESTMENT,
                "A pension fund",
                "Pension in a fund that tracks the whole market. Does not choose what is in it.",
                since=datetime.date(2018, 4, 6),
            ),
        ),
    ),
    "aron": Writer(
        name="Aron Pike",
        slug="aron-pike",
        title="Writes The Tideline",
        bio=(
            "Aron fished for thirty-one years and has been funny about it for nine. The Tideline "
            "is satire. Anything in it that turns out to be true is a coincidence, and is "
            "corrected."
        ),
        copyright_line="© Aron Pike",
        portrait="aron",
        portrait_alt="Drawn portrait of a man with a grey beard and a blue knitted cap.",
        declares=(
            Declared(
                DisclosureKind.OWNERSHIP,
                "Patience, EM 88",
                "Owns a boat on berth 14, and pays dues on it.",
                since=datetime.date(1998, 6, 3),
            ),
            Declared(
                DisclosureKind.FUNDING,
                "The Fishermen’s Benevolent",
                "A pension of £61 a week.",
                since=datetime.date(2016, 1, 4),
            ),
        ),
    ),
    "petra": Writer(
        name="Petra Vey",
        slug="petra-vey",
        title="Illustrator",
        bio=(
            "Petra draws The Lantern. She goes where the reporters go, asks those who were there, "
            "and cuts what they saw in four or five colours. She uses no photographs, hers or "
            "anybody’s."
        ),
        copyright_line="© Petra Vey. Prints at cost from the desk in Net Lane.",
        portrait="petra",
        portrait_alt="Drawn portrait of a woman with a brown bun and coral earrings.",
        declares=(
            Declared(
                DisclosureKind.NONE,
                "",
                "Has no interest to declare in anything she draws.",
                since=datetime.date(2021, 2, 1),
            ),
        ),
    ),
    "desk": Writer(
        name="The Harbour Desk",
        slug="harbour-desk",
        title="The quay, the ferry and the mole",
        kind=AuthorKind.GROUP,
        bio=(
            "The Harbour Desk is the name under which several of us publish what was reported by "
            "many hands: tides, gales, auctions, licences. It keeps the log of the harbour, which "
            "anyone may read, and it has managers who answer for every line."
        ),
        copyright_line="© The Harbour Desk. May be reprinted with credit and without changes.",
        portrait="desk",
        portrait_alt="The desk’s sign: a lighthouse on a rock with its beam to both sides.",
        managers=(
            Answers("Nell Farraday", "Head of the desk", since=datetime.date(2021, 9, 1)),
            Answers("Joss Amery", "Deputy, nights", since=datetime.date(2022, 5, 16), until=13),
            Answers("Runa Teale", "Deputy, nights", since=12),
        ),
        declares=(
            Declared(
                DisclosureKind.FUNDING,
                "Coastal Reporting Fund",
                "A grant of £18,000 a year pays for tide, price and weather data. The fund sees "
                "nothing before it is published.",
                since=datetime.date(2023, 1, 1),
            ),
            Declared(
                DisclosureKind.VIEWS,
                "The harbour’s records",
                "Holds that the records of a public harbour should be public, and has asked for "
                "them in writing nine times.",
                since=datetime.date(2021, 9, 1),
            ),
        ),
    ),
    "partners": Writer(
        name="Lantern Partners",
        slug="lantern-partners",
        title="Commercial desk, not journalists",
        kind=AuthorKind.GROUP,
        bio=(
            "Lantern Partners makes what others pay us to publish. It sits on another floor, takes "
            "no part in the news, and labels everything it does."
        ),
        copyright_line="© Lantern Partners and the client named above the article",
        managers=(
            Answers("Bett Orley", "Head of partnerships", since=datetime.date(2022, 2, 1)),
            Answers("Corin Wace", "Writer", since=datetime.date(2023, 7, 3)),
        ),
        declares=(
            Declared(
                DisclosureKind.FUNDING,
                "Its clients",
                "Everything under this name is paid for by the client named above it, who has "
                "read it before it appears.",
                since=datetime.date(2022, 2, 1),
            ),
        ),
    ),
}
