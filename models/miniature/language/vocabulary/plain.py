"""Words that hold a prompt together, abstract words, counts, negations and comparisons."""

from __future__ import annotations

from models.miniature.scene import Composition, Light, Mood, Palette, Style

PLAIN = """
a, an, the, of, and, or, with, in, on, at, by, to, for, from, as, is, are, was, be, been, being, it, its,
this, that, these, those, there, here, i, me, my, we, us, our, you, your, he, she, him, her, his, hers,
they, them, their, who, which, what, where, when, while, how, why, into, onto, over, under, above, below,
behind, beside, between, near, next, next to, in front of, around, through, across, against, along, among,
upon, within, beneath, toward, towards, up, down, out, off, about, like, than, then, so, very, really,
quite, just, too, also, even, more, most, some, any, all, both, each, every, other, another, such, same,
own, only, still, yet, now, but, if, because, please, can, could, would, should, will, shall, may, might,
must, do, does, did, have, has, had, having, get, got, let, go, going, want, wants, need, like to, love to,
d, s, t, ll, re, ve, m, don, im, id, thanks, thank you, hi, hello, hey, ok, okay, yes, image, picture,
photo, photograph, photography, drawing, painting, illustration, render, rendering, artwork, art, sketch of,
poster, print, design, draw, paint, create, generate, make, show, give, imagine, depict, depicting, showing,
design of, style, styled, type, kind, sort, version, look, looking, looks, appear, appearing, scene,
setting, background, foreground, backdrop, image of, picture of, photo of, painting of, something, anything,
thing, stuff, everything, nothing, place, one of, lot, bit, little bit, in the style of, add, change, turn,
put, keep, use, using, made, made of, set, sit, sits, sitting, stand, stands, standing, lie, lying, walk,
walking, run, running, play, playing, jump, jumping, fly, eat, eating, swim, swimming, ride, riding, drive,
driving, sail, sailing, hold, holding, wear, wearing, carry, carrying, stare, staring, gaze, gazing, watch,
watching, surrounded, surrounded by, covered, full, filled, rest, resting, wait, waiting, come, coming,
live, living, drinking, drink, dressed, facing, face to face, rising, growing, climbing, driven, seen, view,
viewed, scenic, landscape of, beautiful, pretty, lovely, nice, cute, adorable, fluffy, furry, small, little,
tiny bit, big, large, huge, giant, tall, short, long, old, new, young, ancient, modern, vintage, fat, thin,
round, cool, great, good, best, awesome, amazing, stunning, gorgeous, perfect, real, realistic,
photorealistic, hyperrealistic, detailed, highly detailed, intricate, 4k, 8k, hd, uhd, high quality, high
resolution, masterpiece, trending, artstation, unreal engine, octane, octane render, professional, quality,
resolution, ultra, hyper, super, sharp focus, depth of field, bokeh, hdr, dslr, camera, shot, focus,
textured, texture, simple, simply, elegant, delicate, soft, smooth, rough, bold, strong, rich, deep, fresh,
clean, graceful, charming, sweet little, friendly, wild, free, baby little, light, lights, lighting, colour,
color, coloured, colored, tone, mood, atmosphere, feeling, vibe, atmospheric, composition, palette, element,
shade, shape of, eye, fur, tail, paw, ear, leg, hair, skin, nose, nature inspired, side, left, right,
middle, centre, center, top, bottom, front, back, corner, edge, part, piece, way, world, time of, day of,
morning, afternoon, today, air, ground, floor, wall, window, door, line, dot, detail, slightly, somewhat,
much, far, again, instead, rather, maybe, perhaps, lonely looking, no words, himself, herself, itself,
themselves, together, ornate, glowing, shining, shiny, sparkling, shimmering, blooming, growing wild, lit,
ray, glow, shadow, bright eyed, rainy looking, subtle, layered, fine, loose, washes, wash, favourite,
favorite, cup size, single line, half, behind it, early, late, tonight, loves, loved, loving, quick, lazy,
fast, slow, hungry, thirsty, tired, curious, busy, heavy, empty, broken, rusty, wooden, metal, striped,
spotted, mini, massive, enormous, miniature, clever, wise, noble, royal, fancy, poor, weak, square, loud,
famous, read, reading, write, writing, cook, cooking, mend, mending, making, build, talk, talking, kiss,
kissing, hug, hugging, fight, fighting, chase, chasing, catch, catching, climb, fishing, crossing,
exploring, enjoying, serving, opening, falling, blowing, burning, hunting, singing, drawn, painted, working,
waving, hanging, leaning, bowl of, plate of, bottle of, box of, pile of, slice of, glass of, piece of, miss,
owner, dressed as, un, una, uno, unos, unas, el, la, los, las, lo, de, del, en, con, por, para, y, o, al,
su, mi, que, es, sobre, bajo, entre, le, les, une, des, du, et, ou, dans, sur, sous, avec, pour, au, aux,
mon, ma, sa, ce, cette, qui, est, l, der, die, das, den, dem, ein, eine, einer, eines, einem, einen, und,
oder, mit, auf, im, am, von, vom, zum, zur, bei, über, unter, neben, vor, hinter, ist, mein, meine, bild,
il, gli, i, di, da, dello, della, dei, nel, nella, sul, sulla, e, che, per, su, um, uma, os, do, dos, das,
no mar, na, nos, nas, em, com, imagen, imagem, immagine, bild von, foto, pequeño, pequeña, petit, petite,
klein, kleine, kleiner, kleines, piccolo, piccola, pequeno, pequena, grande, gross, große, großer, großes,
grand, grosse, в, на, с, и, под, над, у, из, по, за, к, о, это, маленький, большой, маленькая, في, على, من,
مع, و, عن, تحت, فوق, الى, صورة, صغير, صغيرة, كبير, كبيرة, هذا, هذه, جميل, جميلة
"""  # noqa: RUF001
"""Words without a picture of their own; they are no sign either."""

ABSTRACT = """
love, happiness, joy, freedom, peace, hope, dream, fear, anger, sadness, sorrow, grief, time, life, death,
beauty, truth, justice, wisdom, knowledge, courage, faith, trust, friendship, loyalty, honour, honor,
passion, desire, longing, nostalgia, memory, loneliness, solitude, silence, harmony, balance, chaos, order,
change, growth, success, failure, victory, defeat, ambition, pride, shame, guilt, jealousy, envy, hate,
hatred, revenge, forgiveness, mercy, kindness, compassion, empathy, gratitude, generosity, patience,
curiosity, wonder, awe, imagination, creativity, inspiration, innovation, progress, future, past, present
moment, eternity, infinity, destiny, fate, luck, fortune, spirit, soul, mind, consciousness, thought, idea,
inspiration, emotion, feeling of, serenity, tranquillity, tranquility, calmness, stillness, relaxation,
comfort, safety, home feeling, belonging, unity, togetherness, community, equality, diversity, democracy,
liberty, independence, responsibility, duty, sacrifice, strength, power, energy, weakness, vulnerability,
resilience, perseverance, determination, discipline, focus of mind, anxiety, stress, depression, melancholy,
despair, boredom, confusion, doubt, uncertainty, mystery, secret, magic, fantasy, adventure, discovery,
exploration, journey, childhood, youth, innocence, maturity, old age, ageing, aging, birth, rebirth,
transformation, evolution, motherhood, fatherhood, marriage, romance, intimacy, tenderness, affection,
devotion, admiration, respect, humility, greed, temptation, sin, evil, goodness, virtue, morality,
philosophy, religion, spirituality, meditation, mindfulness, karma, culture, tradition, heritage, identity,
self, ego, simplicity, complexity, elegance, perfection, excellence, quality time, laughter, humour, humor,
delight, bliss, ecstasy, euphoria, excitement, optimism, pessimism, heartbreak, regret, betrayal, war,
conflict, rage, fury, bravery, leadership, wealth, poverty, hunger, health, healing, illness, pain,
pleasure, summer feeling, rhythm, movement, motion, speed, gravity, existence, nothingness, emptiness, void,
possibility, opportunity, celebration, surprise, anticipation, wanderlust, homesickness, cosiness, warmth,
celebration of life, spring awakening, melody, harmony of things, abundance, glory, fame, legacy, ideal,
meaning, purpose, reason, wellbeing, flow, hygge, happily ever after, in love, falling in love, true love,
good luck, imaginary, concept, society
"""
"""Nouns for what has no shape: a prompt with nothing else leaves the subject open."""

COUNTS: dict[int, str] = {
    1: (
        "one, 1, a single, single, a lone, lone, only one, just one, one of them, just one of them, solo, "
        "ein einziger"
    ),
    2: (
        "two, 2, pair, pair of, couple, couple of, twin, two of them, double, both, duo, dos, deux, zwei, "
        "due, dois, duas, два, две, اثنان"
    ),
    3: (
        "three, 3, trio, trio of, triple, three of them, few, a few, several, some of them, tres, trois, "
        "drei, tre, três, три, handful of, ثلاثة, ثلاث"
    ),
    4: "four, 4, four of them, quartet, quartet of, cuatro, quatre, vier, quattro, quatro, четыре",
    5: (
        "five, 5, six, 6, seven, 7, eight, 8, nine, 9, ten, 10, dozen, a dozen, dozen of, many, lots of, "
        "a lot of, group of, herd of, flock of, pack of, crowd of, bunch of, hundred, hundreds of, "
        "thousand, 12, 20, 100, swarm of, school of, five of them, many of them, lot of, herd, flock, "
        "numerous, countless, cinco, cinq, fünf, cinque, пять, много"
    ),
}

NEGATIONS = """
no, not, without, never, except, nothing like, less, remove, avoid, no more, don t, doesn t, isn t, shouldn
t, not so, too, instead of, rather than, get rid of, minus, sans, sin, ohne, senza, sem, kein, keine, без,
بدون, 没有, anything but, not too, not as, not that, a bit too, nor, exclude, excluding, take away, hate,
dislike
"""

CHANGES = """
make it, make that, make them, turn it into, turn into, change it to, change it into, change to, replace it
with, should be, shall be, rather a, rather an, make this, it should be, i meant, i mean, replace with,
become, becomes, switch to, i want it to be, change the subject to, give me
"""
"""What makes the subject that follows replace the one before."""

COMPANY = "and with plus along together accompanied add also next beside near on in at by under"
"""What comes before a second subject rather than before another one instead."""

TURNINGS = "but, however, though, although"
"""Words at which a negation ends."""

FLOURISHES = """
finely made, with loving care, made by hand, with soft edges, full of small details, with clear outlines, in
fine detail, quietly composed, with generous space, beautifully balanced, with gentle shading, crisp and
clear, simple and elegant, richly textured, with a light touch, carefully layered, with smooth shapes, with
delicate lines, full of character, with bold outlines
"""
"""What can be said of any picture without changing it: it tells texts apart that mean the same."""

COMPARISONS: tuple[tuple[str, tuple[Light | Palette | Composition | Mood | Style, ...]], ...] = (
    (
        "brighter, lighter, more light, more sun, sunnier, more daylight, lighten it, brighten it",
        (Light.DAY, Light.GOLDEN),
    ),
    ("darker, dimmer, more night, less bright, less light, darken it, gloomier", (Light.NIGHT, Light.STORM)),
    (
        "warmer, more warmth, hotter, warmer colours, warmer colors, warmer tones, warm, more golden",
        (Palette.EMBER, Palette.HONEY, Palette.ROSE, Palette.EARTH),
    ),
    (
        "cooler, colder, cooler colours, cooler colors, colder colours, cooler tones, bluer, more cold, cold",
        (Palette.OCEAN, Palette.LAGOON, Palette.LAVENDER),
    ),
    ("redder", (Palette.EMBER,)),
    ("greener", (Palette.MOSS,)),
    ("pinker", (Palette.ROSE,)),
    (
        "more colourful, more colorful, more colour, more color, more colours, more colors, more "
        "vivid, more vibrant, brighter colours, brighter colors, bolder colours",
        (Palette.CANDY, Palette.LAGOON, Palette.EMBER),
    ),
    (
        "less colourful, less colorful, less colour, less color, fewer colours, fewer colors, more "
        "muted, paler, muted, softer colours, softer colors, not so colourful, not so colorful, too "
        "colourful, too colorful, less vivid, less vibrant",
        (Palette.MONOCHROME, Palette.EARTH, Palette.LAVENDER),
    ),
    (
        "closer, nearer, bigger, larger, zoom in, come closer, move closer, get closer, too far away, "
        "too small, too far, not so far away, less distant, make it bigger, make it larger",
        (Composition.CLOSE,),
    ),
    (
        "further away, farther away, further, farther, smaller, zoom out, more distance, from further "
        "away, step back, too close, too big, too large, not so close, less close, wider, make it "
        "smaller, more space, more surroundings",
        (Composition.WIDE,),
    ),
    ("happier, more cheerful, merrier, funnier, less sad, not so sad, too sad", (Mood.JOYFUL,)),
    ("sadder, more melancholic, lonelier, less happy, moodier, too happy", (Mood.MELANCHOLIC,)),
    ("scarier, creepier, spookier, more frightening, frightening, eerier", (Mood.MYSTERIOUS, Mood.DRAMATIC)),
    (
        "calmer, quieter, more peaceful, less dramatic, less busy, gentler, too busy, too dramatic",
        (Mood.CALM, Mood.DREAMY),
    ),
    (
        "wilder, stronger, more exciting, more action, more energy, less boring, too boring, boring",
        (Mood.DRAMATIC, Mood.JOYFUL),
    ),
    ("dreamier, more magical, softer", (Mood.DREAMY,)),
    (
        "simpler, plainer, cleaner, less detail, less detailed, fewer details, too detailed",
        (Style.FLAT, Style.PAPERCUT, Style.INK),
    ),
    (
        "more detailed, more detail, more details, richer, finer, more intricate, too simple, less simple",
        (Style.WOODCUT, Style.GLASS, Style.DECO, Style.WATERCOLOUR),
    ),
    ("bolder, more modern, flashier", (Style.POP, Style.NEON, Style.FLAT)),
    ("more realistic, more painterly, more artistic, less digital", (Style.WATERCOLOUR, Style.CHALK)),
    ("older, more vintage, more old fashioned", (Style.WOODCUT, Style.DECO)),
    ("mistier, foggier", (Light.MIST,)),
    ("stormier", (Light.STORM,)),
)
"""Words that compare with the picture there was: the next should be one of these, and not the same."""

OPENINGS = """
a an the one two three four five six my your his her our their some white black grey gray red orange yellow
green blue purple pink brown golden love happiness joy freedom peace hope
"""
"""With which first words a short prompt can follow "a watercolour of"."""

PICTURES = """
image picture photo photograph painting drawing illustration portrait print sketch poster make draw paint
want please render version style
"""
"""Words after which a prompt cannot."""

FRAGMENT_OPENINGS = """
add and but please also put give show i want would like to have has let us be could can you it is should
make more so then now maybe perhaps just some very really there that this with
"""
"""What a request begins with, and the picture it asks for does not."""
