"""The demo newsroom: a paper of an invented town, with words and pictures of its own.

The prose is in `stories/` and `policies/`, the people in `cast.py`, the readers in `talk.py`, the
pictures in `pictures/`; `edition.py` brings them to print.
"""

PAPER = "The Eddermouth Lantern"
TAGLINE = "Lit every night at the mouth of the Edder"
PASSWORD = "newsroom-demo"  # noqa: S105 -- public on purpose; the command needs DEBUG
