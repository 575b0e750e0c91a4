"""What the readers of the demo paper say, thread by thread."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Remark:
    """One comment. `minutes` count from publication, or for a reply from what it answers.

    It ends up approved unless `held` or `rejected` (with the reason its writer is given) says
    otherwise, or it is `withdrawn` by who wrote it. One that goes and has replies was approved
    first: it leaves a gap in the thread. `staff` is the username of a member of the newsroom who
    signs it.
    """

    name: str
    minutes: int
    text: str
    replies: tuple[Remark, ...] = ()
    held: bool = False
    rejected: str = ""
    note: str = ""
    staff: str = ""
    withdrawn: bool = False


def says(
    name: str,
    minutes: int,
    text: str,
    *replies: Remark,
    held: bool = False,
    rejected: str = "",
    note: str = "",
    withdrawn: bool = False,
) -> Remark:
    return Remark(
        name,
        minutes,
        text,
        replies,
        held=held,
        rejected=rejected,
        note=note,
        withdrawn=withdrawn,
    )


def answers(staff: str, name: str, minutes: int, text: str, *replies: Remark) -> Remark:
    """The newsroom, under its own name."""
    return Remark(name, minutes, text, replies, staff=staff)


INSULT = (
    "You may say what is wrong with a decision; please leave out what is wrong with the person."
)
ADVERTISEMENT = "We do not publish advertisements."
UNPROVEN = "This accuses somebody of a crime that no court has found."

# What the paper's word list has, with what happens: see docs/words.md.
LISTED = (
    ("lining their pockets", "mark", "Accuses somebody of a crime: is there evidence?"),
    ("casino*", "hold", "Advertising, nine times out of ten."),
)
# Who has objected to what a reader said, and to a decision.
REPORTED = (
    "Ratepayer, Beacon Road",
    "attack",
    "He says this of everybody who sits on a committee.",
)
APPEALED = (
    "J. Penrith-Vance",
    "I said all of them, so nobody in particular. I would say it again without the pockets.",
)

THREADS: dict[str, tuple[Remark, ...]] = {
    "the-town-buys-its-harbour-back": (
        says(
            "Berth 31",
            14,
            "Somebody *has* now rung about the ladder. It was me. I was number four in the queue.",
            says(
                "Dilys M.",
                12,
                "Were you told that your call is important?",
                says(
                    "Berth 31",
                    9,
                    "I was told that the office opens at nine.",
                    says(
                        "Ottoline Garth",
                        15,
                        "Then nothing has been lost in the sale.",
                        says("Berth 31", 55, "Rope’s holding, mind."),
                    ),
                ),
            ),
        ),
        says(
            "Ebenezer Cole",
            31,
            "I have checked the table and it adds up, which I mention because so few do.\n\n"
            "One question. The loan is at a fixed rate over thirty years, and £0.34m a year on "
            "£6.4m makes that **about 3.4 per cent**. Is that the rate? And is it fixed for all "
            "thirty years, or fixed “for an initial period”, as mine was?",
            answers(
                "reporter",
                "Tomas Okell",
                26,
                "Mr Cole, I asked the treasurer. It is 3.38 per cent, and fixed for the whole "
                "thirty years. There is a charge for paying it back early. The business case has "
                "it in appendix D, which is now on the council’s site.",
                says("Ebenezer Cole", 22, "Thank you. I shall read appendix D with my tea."),
                says(
                    "Wrack & Ruin",
                    41,
                    "A reporter who answers a question about interest rates before lunch. "
                    "I take back what I said about the crossword.",
                ),
            ),
            says(
                "Col H.",
                64,
                "Nobody has ever been offered thirty years by the bank I go to.",
            ),
        ),
        says(
            "Ratepayer, Beacon Road",
            38,
            "> “the most expensive apology this town has ever made to itself”\n\n"
            "Then she might have apologised more cheaply. Two point one million for the mole, and "
            "the grant “applied for”. I have applied for a yacht.",
            says(
                "Oona Farthing",
                33,
                "I am an engineer, though not on this job. The £2.1m is the *top* of the range in "
                "the survey. The bottom is £1.3m. It depends on what is behind the third course, "
                "and nobody knows until they take a stone out.",
                says(
                    "Ratepayer, Beacon Road",
                    17,
                    "That is helpful, and not reassuring.",
                    says("Oona Farthing", 11, "No. That is usually how it goes with stones."),
                ),
            ),
            says(
                "Piet A.",
                88,
                "The coastal grant paid for the ferry berth in full. It took eleven months, and "
                "somebody has to own the form. That was always the trouble: nobody did.",
            ),
        ),
        says(
            "Hester Rook",
            52,
            "Will the ice go up? Nobody ever asks about the ice.",
            says("Emeka’s nan", 24, "It won’t if my grandson has anything to do with it."),
        ),
        says(
            "J. Penrith-Vance",
            70,
            "The council couldn’t run a bath. They will all be lining their pockets by Easter, "
            "same as last time, and Crake is the only honest one.",
            says(
                "Piet A.",
                21,
                "Stand for the trust, then. Three places, and anybody on the register may.",
            ),
            rejected=UNPROVEN,
            note="First half is fair comment. Invited to send it again without the pockets.",
        ),
        says(
            "Winifred Strake",
            83,
            "We bought a hill, and were told that we could not run a hill. The secret is three "
            "people who like reading small print. *You have one already, see the comment above.* "
            "Stand for the trust, Mr Cole.",
            says("Ebenezer Cole", 35, "I am 84."),
            says("Priya Dole", 48, "He is free on every day but Thursday. Thursday is custard."),
        ),
        says(
            "gigclub_bea",
            97,
            "does this mean the slip is ours as well?? because there is a chain on it",
            says(
                "Cormorant Till I Die",
                30,
                "There’s been a chain on it since my dad rowed. The key is with the man who died.",
            ),
        ),
        says(
            "Harbour Investor",
            120,
            "Look at what other ports have fetched: https://ports.example/list "
            "https://ports.example/sales https://berths.example/prices and "
            "https://quays.example/yield. The town underpaid, if anything.",
            held=True,
        ),
        says(
            "Thea Orme",
            140,
            "Version 7 of the business case is at the Fishmarket Library, printed, with a pencil "
            "on a string. Three weeks, like a novel.",
        ),
        says(
            "Newcomer to Net Lane",
            205,
            "We moved here in the summer, so forgive me: why did the town sell it in the first "
            "place? Was nobody cross?",
            held=True,
        ),
        says(
            "Ferris C.",
            230,
            "I am on the night watch. *Two more hands* is what she asked for and I notice that the "
            "table has them. First time anybody wrote us down.",
        ),
        says(
            "Cheap Moorings 4U",
            260,
            "BEST PRICE pontoons, chain, fenders!!! Free delivery to all harbours, write to "
            "sales@moorings.example today",
            rejected=ADVERTISEMENT,
        ),
        says(
            "Auberon’s Butler",
            290,
            "What I should like to know is why Mr Sly’s leaving present isn’t in the table.",
            held=True,
        ),
    ),
    "last-ferry-an-hour-later": (
        says(
            "Kit, Customs House",
            40,
            "On behalf of everybody who lets down the moon in act two: *welcome to the end.*",
            says("Ottoline Garth", 55, "Don’t tell me how it finishes."),
        ),
        says(
            "Posy’s mum",
            75,
            "The school bus waiting is the real news. The last time it didn’t we walked, with a "
            "cello.",
            says("Piet A.", 50, "I remember the cello. It has a child fare now."),
        ),
        says(
            "Day Tripper",
            180,
            "30p on a return for us, so that islanders can go to the theatre? I pay for my own.",
            says(
                "Abel Lightfoot",
                45,
                "You do, and when you come over we pay for the path, the bins, the lifeguard and "
                "the lavatory. Thirty pence seems friendly.",
                says("Day Tripper", 65, "I had not thought about the lavatory. All right."),
            ),
        ),
        says(
            "Sallow Sid",
            240,
            "Only a town this slow would call twenty to eleven late. You people are a joke.",
            rejected=INSULT,
        ),
    ),
    "three-streets-one-drain": (
        says(
            "Edith P.",
            22,
            "I said I would not look at these, and here I am. Thank you for printing the table. "
            "My grandson has put it on the fridge.",
            says("Net Lane, number 9", 30, "We’ve put it in the window."),
        ),
        says(
            "Hydro Jo",
            48,
            "I design drains. A flap valve, which has *no motor at all*, would have done this for "
            "a tenth of the money and could not have been forgotten. Ask why they chose a "
            "penstock.",
            answers(
                "reporter",
                "Tomas Okell",
                95,
                "We did ask, and the answer was that a flap “limits operational flexibility”. "
                "If you would be willing to explain that to us, please write: "
                "tomas@lantern.example.",
                says("Hydro Jo", 40, "With pleasure, and with drawings."),
            ),
        ),
        says(
            "Mr Lunn",
            60,
            "I work for the council, not for the company, and say this for myself. We wrote to "
            "them **four times** to ask whether it worked. We were told each time that it had "
            "been “checked”. Which was true.",
            says(
                "Wrack & Ruin",
                25,
                "*Checked, closed.* It ought to be on the town’s coat of arms.",
                says("Edith P.", 18, "I’d rather it weren’t on my skirting board."),
            ),
        ),
        says(
            "One who knows",
            110,
            "It was the supervisor on the Tuesday round. Everybody at the depot knows his name.",
            rejected="The matter is before the court, and this points at a person.",
            note="Do not let names through in any spelling.",
        ),
        says(
            "Priya Dole",
            150,
            "The part was in the *stores*. Two years. I drive a crane; if I forgot where I had put "
            "something for two years there would be an inquiry and a hole.",
            says("Ebenezer Cole", 90, "There was a hole. It was full of water."),
        ),
        says(
            "Admiral’s walker",
            200,
            "The dog is well, thank you to everyone who asked, and will not be giving interviews.",
        ),
        says("The Hythe, top end", 320, "£350 doesn’t buy the plaster.", held=True),
    ),
    "give-the-marsh-back": (
        says(
            "Redshank",
            55,
            "From six pairs to about ninety. There are four hundred left in the county. I know "
            "that it is a house and a family on the other side of the scales; I only ask that "
            "they *are* on the scales.",
            says(
                "Col H.",
                70,
                "I count them every spring. I’ve nothing against them. They’ve never had to move, "
                "is all.",
                says("Redshank", 55, "That is fair. I am sorry for how I put it."),
            ),
        ),
        says(
            "Net Lane, number 9",
            90,
            "Nineteen centimetres is my settee.",
        ),
        says(
            "R. Ambersley",
            130,
            "People have written to me as if I had betrayed somebody. I am seventy-four. I should "
            "like to sit down.",
            says("Agnes Loveday", 85, "Sit, Ruth. I’ll bring the apples."),
        ),
        says(
            "Hydro Jo",
            220,
            "Worth saying that a model is a model. The nineteen has a range, from eleven to "
            "twenty-eight. Here is how to read such a thing:\n\n"
            "1. Look for the range\n2. Ask what it was tested against\n3. Ask who paid",
            answers(
                "editor",
                "Gwen Trelisk",
                140,
                "We should have printed the range, and shall from now on. The model was paid for "
                "by the river board, and tested against the last two surges.",
            ),
        ),
        says(
            "Wall Watcher",
            400,
            "Whoever votes for this will have to live here afterwards. They should remember that.",
            held=True,
        ),
        says(
            "Marl End Mike",
            520,
            "They want drowning themselves, the lot of them.",
            rejected="This can be read as a threat.",
            note="Second one today from the same reader. Told the editor.",
        ),
        says("Tidewatcher", 610, "Could the gap be closed again if it goes wrong?", held=True),
    ),
    "the-budget-on-one-page": (
        says(
            "Second Trombone",
            30,
            "“Explore income.” We have explored it. It is in a hat.",
            says("Market Dawes", 44, "Play fewer marches by the potatoes and I’ll put in a pound."),
        ),
        says(
            "Ratepayer, Beacon Road",
            66,
            "Two hundred and eighty thousand for the same computer system as two years ago. Was it "
            "ever switched on?",
            says(
                "Mr Lunn",
                57,
                "It was. That was when we found out.",
                says("Ratepayer, Beacon Road", 21, "I laughed, and then I remembered that I paid."),
            ),
        ),
        says(
            "Lamp Post",
            140,
            "£14.6 billion. About time.",
        ),
        says(
            "Noise Officer (retired)",
            210,
            "I see that I am to be cut. I’d make a complaint, but there’d be nobody to hear it.",
        ),
        says(
            "Ada from the allotments",
            600,
            "Is it too late to object to the deer?",
            held=True,
        ),
    ),
    "night-trams-return": (
        says(
            "Hannah, nights",
            18,
            "I finish at twelve. It’s forty minutes along the river and I’ve done it four hundred "
            "times with my keys in my hand. *Thank you, class 3.*",
            says("Councillor I. Varga", 35, "The drawing is on my wall. It has a bat in it."),
            says(
                "Mungo, ovens",
                62,
                "See you on the half past one. I’ll be the one going the other way.",
            ),
        ),
        says(
            "Park & Snide",
            90,
            "A penny an hour! War on the motorist!",
            says(
                "Dilys M.",
                28,
                "I’ve driven car 14 for nineteen years, and you’re the first motorist I ever "
                "fought with. How did I do?",
            ),
        ),
        says("Flask Half Full", 150, "One pound twenty buys the tea. Who buys the flask?"),
        says(
            "Last Orders",
            170,
            "They will never run on time. Nothing in this town does.",
            says("Dilys M.", 25, "Car 14 has been two minutes late since March. I counted."),
            withdrawn=True,
        ),
    ),
    "gulls-to-be-consulted-on-bins": (
        says(
            "A Resident",
            25,
            "This is misleading. I was promised **two** portions.",
            says("Pigeon, Market Square", 33, "You were at least asked."),
        ),
        says(
            "Mr Lunn",
            70,
            "For the avoidance of doubt, as I have now had three calls: this is satire. It says so "
            "at the top. There is no drop-in event on Tuesday.",
            says("A Resident", 20, "There will be."),
            says(
                "Wrack & Ruin",
                80,
                "The monitoring officer’s ruling was more sensible than the last real one.",
            ),
        ),
        says(
            "Disgusted, Upper Wending",
            200,
            "I do not see what is amusing about vermin, or about this so-called columnist, who "
            "plainly has not the brains of one.",
            rejected=INSULT,
        ),
        says("Heron", 1440, "…"),
    ),
    "cormorants-win-under-the-lights": (
        says(
            "Emeka’s nan",
            30,
            "THREE fingers. He showed me.",
            says("Cormorant Till I Die", 12, "It’ll be a whole hand by Saturday, love."),
        ),
        says(
            "Harrow Cross Away",
            55,
            "Fair save. It was never a foul for the corner either, so we’ll call it quits. Your "
            "tea ran out and your song is filthy.",
            says("Second Trombone", 40, "We’ve an arrangement of it, if the council asks."),
        ),
        says("Tea Hut", 95, "We have ordered more tea."),
    ),
    "stop-calling-it-a-flood-plain": (
        says(
            "Plot 17",
            80,
            "We bought plot 17. I read this on the sofa with the laptop on my knees and looked at "
            "the floor. Nobody at the sales office said *bed*.",
            says("Edith P.", 60, "Put your sockets half way up the wall, dear. Do it now."),
        ),
        says(
            "Planning Gain",
            130,
            "People have to live somewhere. There are 900 families on the list in this town, and "
            "leader writers with cellars are not on it.",
            answers(
                "editor",
                "Gwen Trelisk",
                75,
                "That is the best argument against what I wrote, and I should have met it. There "
                "is dry land behind the rope works, owned by the council, with room for eighty. "
                "We shall write about why it is empty.",
                says("Planning Gain", 50, "I’ll hold you to that."),
            ),
        ),
    ),
    "quay-street-keeps-its-kitchen": (
        says(
            "Class 5",
            60,
            "We like the fish pie but not the peas. Can the calculator do peas?",
            says("Ebenezer Cole", 45, "It can. There are too many."),
        ),
        says(
            "The other Mrs Hanley",
            180,
            "Since it has come up: we are not related, we do not get on, and we agreed about every "
            "single figure.",
        ),
    ),
    "beacon-down-pays": (
        says(
            "Tobias W., Thornacre",
            120,
            "Quoted accurately, which I also hold against you.",
            says(
                "Winifred Strake",
                90,
                "See you at the general meeting, Tobias. There will be shade.",
            ),
        ),
        says(
            "Ledger",
            240,
            "Well done for printing, *in* the article, that the writer owns shares in it. I looked "
            "him up: it was a hundred, and is two hundred now. So it works.",
        ),
    ),
}
