"""The colours, once: each with its light and its dark value and what it is for.

Belongs here: colours and the CSS made of them. Doesn't: any other style. Charts are drawn in the light
values; the style sheet maps each of them to its token, so that one SVG serves light, dark and paper.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Colour:
    """One token: its CSS name without dashes in front, its value in both schemes."""

    name: str
    light: str
    dark: str


PAGE = Colour("page", "#f6f5f1", "#14171b")
CARD = Colour("card", "#fffffe", "#1c2026")
INK = Colour("ink", "#1b1f24", "#e9ecef")
SOFT = Colour("soft", "#4a545f", "#b6bfc9")
LINE = Colour("line", "#d8d6cf", "#3b434c")
EDGE = Colour("edge", "#767d86", "#858e98")
LINK = Colour("link", "#0b5cad", "#7cb8ff")
CAUTION = Colour("caution", "#fff3d1", "#38300f")
CAUTION_EDGE = Colour("caution-edge", "#8a6100", "#e0b44c")
NOTE = Colour("note", "#e8f1fa", "#16293b")
NOTE_EDGE = Colour("note-edge", "#0b5cad", "#7cb8ff")

# Series: blue, burnt orange and green keep apart for the common kinds of colour blindness, differ in
# lightness, and are dark (light) enough to write labels in. No meaning hangs on the colour alone.
STAY = Colour("stay", "#0a5fa3", "#6cb6f5")
STOP = Colour("stop", "#a84300", "#f2a15e")
COMPLETE = Colour("complete", "#00694f", "#4fc9a8")
OTHER = Colour("other", "#5e6671", "#a9b2bd")
BAND = Colour("band", "#c6d0da", "#3e4b58")

SURFACES = (PAGE, CARD)
TEXTS = (INK, SOFT, LINK, STAY, STOP, COMPLETE, OTHER)
SERIES = (STAY, STOP, COMPLETE, OTHER, BAND)
CHART = (CARD, INK, SOFT, LINE, *SERIES)
EVERY = (
    PAGE,
    CARD,
    INK,
    SOFT,
    LINE,
    EDGE,
    LINK,
    CAUTION,
    CAUTION_EDGE,
    NOTE,
    NOTE_EDGE,
    *SERIES,
)


def colour_rules() -> str:
    """Return the CSS of the tokens, and of how a chart's light colours follow them."""
    light = "".join(f"--{colour.name}:{colour.light};" for colour in EVERY)
    dark = "".join(f"--{colour.name}:{colour.dark};" for colour in EVERY)
    mapped = "".join(
        f'.chart [{part}="{colour.light}"]{{{part}:var(--{colour.name})}}\n'
        for colour in CHART
        for part in ("fill", "stroke")
    )
    swatches = "".join(f".swatch-{c.name}{{background:var(--{c.name})}}\n" for c in SERIES)
    return (
        f":root{{color-scheme:light dark;{light}}}\n"
        # Paper stays light whatever the screen is set to.
        f"@media screen and (prefers-color-scheme: dark){{:root{{{dark}}}}}\n"
        f"{mapped}{swatches}"
    )
