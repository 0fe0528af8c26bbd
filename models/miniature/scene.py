"""What the small world can show: a scene is one value of each attribute.

The values' own strings are stored and taught to models: they are never renamed, only added to.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Subject(StrEnum):
    """What the picture is of."""

    CAT = "cat"
    DOG = "dog"
    FOX = "fox"
    RABBIT = "rabbit"
    BEAR = "bear"
    OWL = "owl"
    BIRD = "bird"
    PENGUIN = "penguin"
    FISH = "fish"
    WHALE = "whale"
    TURTLE = "turtle"
    BUTTERFLY = "butterfly"
    HORSE = "horse"
    LLAMA = "llama"
    ELEPHANT = "elephant"
    DRAGON = "dragon"
    HOUSE = "house"
    CASTLE = "castle"
    LIGHTHOUSE = "lighthouse"
    WINDMILL = "windmill"
    TREE = "tree"
    FLOWER = "flower"
    MUSHROOM = "mushroom"
    CACTUS = "cactus"
    CAR = "car"
    BICYCLE = "bicycle"
    TRAIN = "train"
    BOAT = "boat"
    ROCKET = "rocket"
    BALLOON = "balloon"
    TEAPOT = "teapot"
    CAKE = "cake"
    FRUIT = "fruit"
    GUITAR = "guitar"
    ROBOT = "robot"
    HEART = "heart"
    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"
    ABSTRACT = "abstract"
    EMBLEM = "emblem"
    """What stands for words that the world has no picture of."""


class Setting(StrEnum):
    """Where it is."""

    MEADOW = "meadow"
    FOREST = "forest"
    MOUNTAINS = "mountains"
    BEACH = "beach"
    DESERT = "desert"
    CITY = "city"
    SNOW = "snow"
    SPACE = "space"
    UNDERWATER = "underwater"
    GARDEN = "garden"
    ROOM = "room"
    CLOUDS = "clouds"


class Style(StrEnum):
    """In which technique it is made."""

    FLAT = "flat"
    WATERCOLOUR = "watercolour"
    INK = "ink"
    PIXEL = "pixel"
    NEON = "neon"
    DECO = "deco"
    PAPERCUT = "papercut"
    GLASS = "glass"
    POP = "pop"
    CHALK = "chalk"
    WOODCUT = "woodcut"
    BLUEPRINT = "blueprint"


class Palette(StrEnum):
    """Which colours hold it together."""

    EMBER = "ember"
    HONEY = "honey"
    MOSS = "moss"
    LAGOON = "lagoon"
    OCEAN = "ocean"
    LAVENDER = "lavender"
    ROSE = "rose"
    EARTH = "earth"
    CANDY = "candy"
    MONOCHROME = "monochrome"


class Light(StrEnum):
    """What light falls on it."""

    DAY = "day"
    GOLDEN = "golden"
    NIGHT = "night"
    MIST = "mist"
    AURORA = "aurora"
    STORM = "storm"


class Composition(StrEnum):
    """Where the subject stands, and how large."""

    CENTRED = "centred"
    CLOSE = "close"
    WIDE = "wide"
    ASIDE = "aside"
    FRAMED = "framed"
    REFLECTED = "reflected"


class Mood(StrEnum):
    """What it feels like."""

    CALM = "calm"
    JOYFUL = "joyful"
    MELANCHOLIC = "melancholic"
    MYSTERIOUS = "mysterious"
    DREAMY = "dreamy"
    DRAMATIC = "dramatic"


class Tint(StrEnum):
    """A colour that was asked for the subject itself."""

    WHITE = "white"
    BLACK = "black"
    GREY = "grey"
    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    GREEN = "green"
    TURQUOISE = "turquoise"
    BLUE = "blue"
    PURPLE = "purple"
    PINK = "pink"
    BROWN = "brown"
    GOLD = "gold"


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """One value of each attribute, and what was asked for beside them.

    `count` subjects stand together (1 to 5); `companion` is a second, smaller subject; `sign` holds the words
    that the world does not know: they are drawn as a stable emblem beside the subject, or in its place.
    """

    subject: Subject
    setting: Setting
    style: Style
    palette: Palette
    light: Light
    composition: Composition
    mood: Mood
    tint: Tint | None = None
    count: int = 1
    companion: Subject | None = None
    sign: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.count <= 5:
            raise ValueError(f"a scene shows one to five of its subject, not {self.count}")
