"""The phrases in which the values are written; every one of them is read back as just its own value."""

from __future__ import annotations

from models.miniature.language.attributes import Value
from models.miniature.scene import Composition, Light, Mood, Palette, Setting, Style, Subject

TAILS: dict[Value, tuple[str, ...]] = {
    Setting.MEADOW: ("in a flowery meadow", "in a green meadow", "on a grassy hill"),
    Setting.FOREST: ("in a deep forest", "among tall trees", "in a quiet wood"),
    Setting.MOUNTAINS: ("in the mountains", "high up in the mountains", "among mountain peaks"),
    Setting.BEACH: ("by the sea", "on a sandy beach", "at the seaside"),
    Setting.DESERT: ("in the desert", "among sand dunes", "in a wide desert"),
    Setting.CITY: ("in the city", "on a city street", "among skyscrapers"),
    Setting.SNOW: ("in a snowy field", "in deep snow", "in the snow"),
    Setting.SPACE: ("in outer space", "among the planets", "far out in space"),
    Setting.UNDERWATER: ("under the sea", "deep underwater", "on a coral reef"),
    Setting.GARDEN: ("in a garden", "in a blooming garden", "in an old garden"),
    Setting.ROOM: ("in a cosy room", "indoors by a window", "in a living room"),
    Setting.CLOUDS: ("up in the clouds", "high in the sky", "among the clouds"),
    Style.FLAT: ("as a flat illustration", "in simple flat shapes", "in flat design"),
    Style.WATERCOLOUR: ("in watercolour", "in soft watercolour washes", "as a watercolour"),
    Style.INK: ("in fine ink lines", "as an ink drawing", "drawn in pen and ink"),
    Style.PIXEL: ("as pixel art", "in chunky pixels", "in 8-bit pixel art"),
    Style.NEON: ("in glowing neon", "as a neon sign", "in bright neon tubes"),
    Style.DECO: ("in art deco style", "as an art deco poster", "in elegant art deco"),
    Style.PAPERCUT: ("cut from paper", "as a paper cutout", "in layered paper"),
    Style.GLASS: ("in stained glass", "as a stained-glass window", "set in coloured glass"),
    Style.POP: ("as pop art", "in bold pop art", "as a comic print"),
    Style.CHALK: ("in chalk", "as a chalk drawing", "drawn in coloured chalk"),
    Style.WOODCUT: ("as a woodcut", "as a woodcut print", "in bold linocut"),
    Style.BLUEPRINT: ("as a blueprint", "in fine blueprint lines", "as a technical blueprint"),
    Palette.EMBER: ("in ember reds", "in fiery reds and oranges", "in glowing reds"),
    Palette.HONEY: ("in honey yellows", "in warm amber tones", "in honey and amber tones"),
    Palette.MOSS: ("in moss greens", "in leafy greens", "in mossy green tones"),
    Palette.LAGOON: ("in lagoon turquoise", "in teal and turquoise", "in turquoise tones"),
    Palette.OCEAN: ("in ocean blues", "in deep blues", "in ocean blue tones"),
    Palette.LAVENDER: ("in lavender purples", "in soft lilac tones", "in lavender tones"),
    Palette.ROSE: ("in rose pinks", "in soft pinks", "in rosy tones"),
    Palette.EARTH: ("in earthy browns", "in warm earth tones", "in earth colours"),
    Palette.CANDY: ("in candy colours", "in bright candy colours", "in rainbow colours"),
    Palette.MONOCHROME: ("in black and white", "in shades of grey", "in monochrome"),
    Light.DAY: ("in bright daylight", "on a sunny day", "under a clear sky"),
    Light.GOLDEN: ("at sunset", "in soft golden evening light", "at golden hour"),
    Light.NIGHT: ("at night", "under a starry sky", "by moonlight"),
    Light.MIST: ("in soft mist", "on a foggy morning", "veiled in mist"),
    Light.AURORA: ("under northern lights", "beneath the aurora", "under a glowing aurora"),
    Light.STORM: ("in a thunderstorm", "under stormy skies", "as a storm rolls in"),
    Composition.CENTRED: ("right in the centre", "in the middle of the picture", "neatly centred"),
    Composition.CLOSE: ("seen from close up", "in close-up", "very close"),
    Composition.WIDE: ("small in a wide view", "seen from far away", "in a wide shot"),
    Composition.ASIDE: ("off to one side", "placed off-centre", "at the edge of the picture"),
    Composition.FRAMED: ("in an ornate frame", "neatly framed", "in a decorative frame"),
    Composition.REFLECTED: ("mirrored in still water", "with a reflection below", "reflected in water"),
    Mood.CALM: ("calm", "peaceful", "quiet and calm"),
    Mood.JOYFUL: ("joyful", "cheerful", "playful and joyful"),
    Mood.MELANCHOLIC: ("melancholic", "wistful", "sad and wistful"),
    Mood.MYSTERIOUS: ("mysterious", "enigmatic", "eerie and mysterious"),
    Mood.DREAMY: ("dreamy", "dreamlike", "soft and dreamy"),
    Mood.DRAMATIC: ("dramatic", "intense", "intense and dramatic"),
}
"""How each value is said after the words of the person."""

NOUNS: dict[Value, tuple[str, ...]] = {
    Style.FLAT: ("flat illustration of", "flat vector picture of"),
    Style.WATERCOLOUR: ("watercolour painting of", "watercolour of"),
    Style.INK: ("ink drawing of", "pen-and-ink drawing of"),
    Style.PIXEL: ("pixel art picture of", "8-bit picture of"),
    Style.NEON: ("neon sign of", "neon picture of"),
    Style.DECO: ("art deco poster of", "art deco picture of"),
    Style.PAPERCUT: ("paper cutout of", "layered paper picture of"),
    Style.GLASS: ("stained-glass window of", "stained-glass picture of"),
    Style.POP: ("pop art print of", "comic print of"),
    Style.CHALK: ("chalk drawing of", "chalk picture of"),
    Style.WOODCUT: ("woodcut of", "linocut print of"),
    Style.BLUEPRINT: ("blueprint of", "blueprint drawing of"),
}
"""How a style is said before them."""

ADJECTIVES: dict[Value, tuple[str, ...]] = {
    Mood.CALM: ("calm", "peaceful"),
    Mood.JOYFUL: ("joyful", "cheerful"),
    Mood.MELANCHOLIC: ("melancholic", "wistful"),
    Mood.MYSTERIOUS: ("mysterious", "enigmatic"),
    Mood.DREAMY: ("dreamy", "dreamlike"),
    Mood.DRAMATIC: ("dramatic", "intense"),
}
"""How a mood is said before the style's noun."""

NAMES: dict[Subject, tuple[str, ...]] = {
    Subject.FISH: ("fish", "goldfish"),
    Subject.BIRD: ("bird", "swan", "dove"),
    Subject.CAKE: ("cake", "birthday cake"),
    Subject.FRUIT: ("bowl of fruit", "basket of fruit"),
    Subject.BALLOON: ("hot air balloon",),
    Subject.BOAT: ("sailing boat", "boat"),
    Subject.FLOWER: ("flower", "rose", "sunflower"),
    Subject.PORTRAIT: ("portrait of a woman", "portrait of a man", "portrait of a child"),
    Subject.LANDSCAPE: ("wide landscape", "landscape"),
    Subject.ABSTRACT: ("pattern of abstract shapes", "geometric abstraction"),
}
"""By which names a subject is written, where these are other than its own value."""

PEOPLE = "portrait of {} people"
"""More than one person."""
