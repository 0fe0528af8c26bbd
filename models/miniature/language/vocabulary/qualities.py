"""With which English words people ask for every attribute but the subject, and for colours."""

from __future__ import annotations

from models.miniature.scene import Composition, Light, Mood, Palette, Setting, Style, Tint

SETTINGS: dict[Setting, str] = {
    Setting.MEADOW: "meadow, field, grass, grassland, prairie, pasture, lawn, flower field, lavender field, "
    "poppy field, wheat field, sunflower field, steppe, savanna, savannah, green hill, flower meadow, 🌾",
    Setting.FOREST: (
        "forest, wood, the woods, jungle, rainforest, woodland, grove, enchanted forest, moss, swamp, "
        "pine forest, bamboo forest, undergrowth"
    ),
    Setting.MOUNTAINS: "mountain, alps, alpine, peak, summit, himalaya, mountain range, mountain top, "
    "mountainside, ⛰, 🏔",
    Setting.BEACH: "beach, sea, ocean, shore, coast, seaside, wave, sea wave, ocean wave, surf, "
    "tropical island, lagoon, harbour, harbor, bay, seashore, by the ocean, sandy beach, "
    "water, on the water, on the sea, lakeside, port, 🌊, 🏖, 🏝, 🐚, ⚓",
    Setting.DESERT: "desert, dune, sand dune, sahara, wasteland, oasis, mojave, wild west, sand, 🏜",
    Setting.CITY: "city, town, street, downtown, skyscraper, urban, metropolis, alley, village, market, "
    "new york, paris, tokyo, london, rooftop, traffic, city street, rome, berlin, venice, 🏙, 🌆, 🌇, 🗽, 🏢",
    Setting.SNOW: "snow, winter, snowy, snowfield, ice, arctic, antarctica, frozen, tundra, blizzard, icy, "
    "north pole, south pole, snowfall, wintry, snow covered, winter landscape, snowy mountain, ❄, ⛄, ☃, 🎿",
    Setting.SPACE: "space, outer space, galaxy, cosmos, universe, planet, on the moon, on mars, mars, "
    "cosmic, nebula, orbit, on a planet, milky way, moon surface, on moon, jupiter, saturn, earth, "
    "planet earth, asteroid, 🪐, 🌌, 🌍, 🌎, 🌏, 👽, ☄",
    Setting.UNDERWATER: (
        "underwater, under water, under the sea, deep sea, coral reef, reef, ocean floor, seabed, sea "
        "floor, in the ocean, in the sea, aquarium, bottom of the sea, below the waves, under the ocean, "
        "deep ocean, coral, seaweed, kelp, atlantis, undersea, fish tank, 🪸, 🫧"
    ),
    Setting.GARDEN: "garden, park, backyard, orchard, flower bed, flower garden, rose garden, vineyard, "
    "japanese garden, zen garden, courtyard, yard, terrace, patio",
    Setting.ROOM: "room, bedroom, kitchen, indoor, living room, interior, office, bathroom, library, studio, "
    "attic, inside, at home, window sill, windowsill, on a table, on the table, on a chair, sofa, couch, "
    "in bed, bed, classroom, cellar, fireplace, hallway, museum, dining room, table, 🛋, 🛏",
    Setting.CLOUDS: "cloud, sky, heaven, in the air, among the clouds, cloudscape, above the clouds, flying, "
    "in the sky, floating in the sky, airborne, blue sky, mid air, on a cloud, ☁, ⛅",
}

STYLES: dict[Style, str] = {
    Style.FLAT: (
        "flat, flat design, vector, minimalist, minimal, minimalism, flat illustration, vector art, "
        "cartoon, clipart, clip art, infographic, icon style, flat colours, flat shapes, simple shapes, "
        "childrens book, animated, anime, disney, vector graphic"
    ),
    Style.WATERCOLOUR: (
        "watercolour, watercolor, aquarelle, aquarell, gouache, watercolour painting, water colour, water "
        "color, wash painting, oil painting, oil paint, acrylic, impressionist, impressionism, painterly, "
        "van gogh, monet, watercolour wash, watercolor wash, fresco"
    ),
    Style.INK: (
        "ink, ink drawing, pen and ink, pen drawing, line art, line drawing, etching, engraving, sketch, "
        "hatching, cross hatching, calligraphy, sumi e, line work, pencil, pencil drawing, fountain pen, "
        "doodle, ballpoint, ink wash, sketchy, charcoal, ✒, 🖋, ✏"
    ),
    Style.PIXEL: (
        "pixel, pixel art, pixelated, 8 bit, 16 bit, retro game, video game, sprite, voxel, minecraft, "
        "8bit, 16bit, pixel style, arcade game, nintendo, game boy, lego, 🕹, 🎮"
    ),
    Style.NEON: "neon, neon light, neon sign, glowing line, cyberpunk, synthwave, vaporwave, neon glow, "
    "neon tube, neon lights, fluorescent, laser, led light, glow in the dark, retrowave, tron",
    Style.DECO: (
        "art deco, deco, gatsby, 1920s, twenties style, art nouveau, vintage poster, deco style, klimt, "
        "great gatsby, travel poster, roaring twenties, luxury"
    ),
    Style.PAPERCUT: (
        "papercut, paper cut, paper cutout, cut paper, paper cut out, paper art, origami, collage, paper "
        "craft, papercraft, layered paper, paper, cut out of paper, cardboard, folded paper, quilling, ✂"
    ),
    Style.GLASS: "stained glass, glass, glass window, stained glass window, church window, mosaic, "
    "tiffany glass, crystal, glass painting, glass mosaic, leaded glass, tiffany",
    Style.POP: "pop, pop art, comic, comic book, warhol, lichtenstein, halftone, comic style, comics, "
    "screen print, graphic novel, manga, ben day dots, andy warhol, screenprint, graffiti, street art",
    Style.CHALK: "chalk, chalk drawing, chalkboard, blackboard, pastel drawing, crayon, chalk art, "
    "chalk pastel, coloured pencil, colored pencil, soft pastels, oil pastel, childs drawing, 🖍",
    Style.WOODCUT: (
        "woodcut, wood cut, linocut, lino print, block print, woodblock, woodblock print, ukiyo e, wood "
        "engraving, hokusai, lino cut, relief print, linoleum print, japanese print, wood carving, "
        "medieval"
    ),
    Style.BLUEPRINT: (
        "blueprint, technical drawing, schematic, blue print, patent drawing, engineering drawing, "
        "architectural drawing, cyanotype, technical plan, diagram, construction plan, patent, 📐"
    ),
}

PALETTES: dict[Palette, str] = {
    Palette.EMBER: "fiery, fiery colours, reds and oranges, warm colours, crimson and gold, warm palette",
    Palette.HONEY: "honey gold, warm yellow, ambers, warm golds",
    Palette.MOSS: "leafy greens, natural greens, emerald greens, sage",
    Palette.LAGOON: "teal and turquoise, blue green, mint, caribbean colours, aquamarine",
    Palette.OCEAN: "cold colours, cool colours, ocean blue, cool palette, cold palette",
    Palette.LAVENDER: "lavender purple, purple and violet",
    Palette.ROSE: "rosy, blush, rose pink, rose gold, blush pink",
    Palette.EARTH: "earthy, sepia, beige, terracotta, rustic colours, muted colours, autumn colours, "
    "autumnal, autumn, fall colours, natural colours, rusty, ochre, warm browns",
    Palette.CANDY: (
        "candy colours, rainbow, colourful, colorful, vibrant, multicoloured, multicolored, pastel, "
        "pastels, vivid, psychedelic, bright colours, candy coloured, bold colours, many colours, 🌈"
    ),
    Palette.MONOCHROME: "monochrome, black and white, greyscale, grayscale, monochromatic, b and w, "
    "shades of grey, shades of gray, colourless, desaturated, black white, film noir",
}

PALETTE_COLOURS: dict[Palette, str] = {
    Palette.EMBER: "ember, red, orange, crimson, scarlet, fire, flame, red and orange, sunset, ruby, lava",
    Palette.HONEY: "honey, yellow, amber, gold, golden, mustard, honey yellow, lemon, yellow and gold",
    Palette.MOSS: "moss, green, olive, emerald, forest, moss green, sage, leaf, jade, lime",
    Palette.LAGOON: "lagoon, turquoise, teal, aqua, cyan, mint, sea green, lagoon turquoise, tropical",
    Palette.OCEAN: "ocean, blue, navy, sea, deep blue, light blue, sky, sapphire, cobalt, icy, cold, cool",
    Palette.LAVENDER: "lavender, purple, violet, lilac, mauve, plum, amethyst, magenta",
    Palette.ROSE: "rose, pink, rosy, blush, coral, salmon, peach, light pink, romantic",
    Palette.EARTH: "earth, earthy, brown, sand, beige, rust, terracotta, muted, autumn, natural, wood, sepia",
    Palette.CANDY: "candy, rainbow, pastel, bright, bold, vivid, vibrant, happy, all, different",
    Palette.MONOCHROME: "grey, gray, black, white, neutral, black and white, silver, monochrome",
}
"""What names a palette only beside one of the nouns below: "rose tones", but "a rose" is a flower."""

PALETTE_NOUNS = "tone, hue, shade, colour, color, palette, colour palette, color palette, colour scheme, tint"

LIGHTS: dict[Light, str] = {
    Light.DAY: "day, daylight, sunny, bright, midday, noon, sunshine, sunlight, sun, daytime, clear sky, "
    "bright light, sunlit, summer, summer day, clear day, well lit, broad daylight, spring, ☀, 🌞, 😎",
    Light.GOLDEN: (
        "sunset, dusk, golden hour, golden light, sunrise, dawn, evening, twilight, golden sunset, "
        "evening light, golden evening, afterglow, evening sun, warm light, candlelight, candle light, "
        "golden glow, backlit, late afternoon, setting sun, rising sun, golden sun, morning sun, "
        "lamplight, 🌅, 🌄, 🕯"
    ),
    Light.NIGHT: (
        "night, at night, moonlit, moonlight, starry, star, starlight, midnight, nighttime, moon, dark, "
        "full moon, starry sky, night sky, starry night, in the dark, darkness, crescent moon, night "
        "time, 🌙, 🌛, 🌜, 🌝, 🌚, 🌕, ⭐, 🌟, ✨, 🌠, 🌑"
    ),
    Light.MIST: (
        "mist, misty, fog, foggy, haze, hazy, smoke, smoky, veiled, soft mist, morning mist, overcast, "
        "cloudy, grey day, steam, murky, blurry, morning fog, diffuse light, 🌫"
    ),
    Light.AURORA: "aurora, aurora borealis, northern light, northern lights, polar light, polar lights, "
    "southern lights, aurora sky, green sky lights, iridescent",
    Light.STORM: (
        "storm, stormy, thunder, lightning, thunderstorm, rain, rainy, raining, tempest, hurricane, "
        "downpour, wet, tornado, windy, wind, rainstorm, monsoon, drizzle, stormy sky, storm cloud, ⛈, 🌩, "
        "⚡, 🌧, ☔, 🌪"
    ),
}

COMPOSITIONS: dict[Composition, str] = {
    Composition.CENTRED: (
        "centred, centered, in the middle, in the centre, in the center, symmetrical, symmetric, central, "
        "full body, middle of the picture, frontal, front view"
    ),
    Composition.CLOSE: (
        "close up, closeup, close, macro, up close, seen close, seen from close up, zoomed in, detail "
        "shot, extreme close up, filling the frame, portrait shot, large in the picture"
    ),
    Composition.WIDE: (
        "wide, wide shot, wide view, wide angle, panoramic, from afar, from far away, in the distance, "
        "far away, distant, aerial view, birds eye view, long shot, establishing shot, tiny, seen from "
        "afar, zoomed out, far off, small in the picture"
    ),
    Composition.ASIDE: (
        "off centre, off center, to one side, to the side, rule of thirds, on the left, on the right, "
        "aside, asymmetrical, at the edge, negative space, to the left, to the right, in the corner"
    ),
    Composition.FRAMED: (
        "framed, in a frame, frame, ornate frame, through a window, through an arch, vignette, round "
        "frame, border, with a border, through a doorway, medallion, porthole, cameo, tarot card, 🖼"
    ),
    Composition.REFLECTED: "reflected, reflection, mirrored, mirror, mirror image, reflecting, mirroring, "
    "in still water, reflected in water, puddle reflection, reflected in a lake, 🪞",
}

MOODS: dict[Mood, str] = {
    Mood.CALM: (
        "calm, peaceful, quiet, serene, tranquil, relaxed, relaxing, gentle, still, cosy, cozy, restful, "
        "zen, soothing, sleeping, asleep, meditative, cosiness, serenity, tranquillity, tranquility, "
        "calmness, peace, relaxation, stillness, silence, silent, sleepy, 🧘, 😌, 😴, ☮"
    ),
    Mood.JOYFUL: (
        "joyful, happy, cheerful, joy, playful, fun, funny, festive, happiness, smiling, laughing, smile, "
        "merry, lively, celebration, party, birthday, energetic, silly, jolly, optimistic, excited, "
        "bright and happy, laughter, delight, humour, humor, excitement, optimism, hope, hopeful, cheer, "
        "dancing, 😀, 😄, 😂, 🎉, 🥳"
    ),
    Mood.MELANCHOLIC: (
        "melancholic, sad, melancholy, lonely, wistful, nostalgic, sadness, loneliness, crying, sorrow, "
        "grief, gloomy, alone, nostalgia, depressed, depression, tearful, mournful, solitude, longing, "
        "heartbreak, heartbroken, homesick, blue mood, regret, solitary, abandoned, forlorn, 😢, 😭, 💔, 😔, "
        "🥀"
    ),
    Mood.MYSTERIOUS: (
        "mysterious, mystery, eerie, enigmatic, spooky, haunted, mystical, mystic, secret, creepy, scary, "
        "occult, arcane, fear, uncanny, horror, gothic, ghostly, halloween, shadowy, ominous, secretive, "
        "hidden, strange, weird, 🔮, 🕸, 🦇"
    ),
    Mood.DREAMY: (
        "dreamy, dream, dreamlike, surreal, whimsical, ethereal, magical, magic, fantasy, fairytale, "
        "fairy tale, enchanted, otherworldly, fantastical, imagination, wonder, dreaming, surrealism, "
        "romantic, floating, imaginary, wonderland, surrealistic, poetic, romance, 💭, 🪄, 😍"
    ),
    Mood.DRAMATIC: (
        "dramatic, epic, intense, powerful, drama, heroic, angry, rage, anger, fierce, majestic, action, "
        "explosive, monumental, furious, fury, power, passion, passionate, danger, dangerous, war, "
        "battle, cinematic, mighty, courage, bravery, strength, chaos, chaotic, apocalyptic, brave, 🔥, 💥, "
        "😡, ⚔"
    ),
}

TINTS: dict[Tint, str] = {
    Tint.WHITE: "white, snow white, ivory, cream coloured, cream colored, albino",
    Tint.BLACK: "black, jet black, ebony, pitch black, coal black",
    Tint.GREY: "grey, gray, silver, ash grey, dark grey, light grey, silvery",
    Tint.RED: "red, crimson, scarlet, ruby, dark red, bright red, maroon, burgundy",
    Tint.ORANGE: "orange, ginger, tangerine, copper",
    Tint.YELLOW: "yellow, lemon yellow, blond, blonde, bright yellow",
    Tint.GREEN: "green, emerald, olive green, lime green, dark green, jade, light green, lime, olive",
    Tint.TURQUOISE: "turquoise, teal, aqua, cyan, mint green",
    Tint.BLUE: (
        "blue, navy, navy blue, sky blue, light blue, dark blue, azure, indigo, cobalt, royal blue, sapphire"
    ),
    Tint.PURPLE: "purple, violet, lilac, mauve, lavender, magenta, amethyst",
    Tint.PINK: "pink, hot pink, fuchsia, light pink, rose coloured, rose colored",
    Tint.BROWN: "brown, chocolate brown, chestnut, tan, dark brown, light brown, hazel",
    Tint.GOLD: "gold, golden, gilded, gold coloured, gold colored",
}

PALETTE_OF_TINT: dict[Tint, Palette] = {
    Tint.WHITE: Palette.MONOCHROME,
    Tint.BLACK: Palette.MONOCHROME,
    Tint.GREY: Palette.MONOCHROME,
    Tint.RED: Palette.EMBER,
    Tint.ORANGE: Palette.EMBER,
    Tint.YELLOW: Palette.HONEY,
    Tint.GREEN: Palette.MOSS,
    Tint.TURQUOISE: Palette.LAGOON,
    Tint.BLUE: Palette.OCEAN,
    Tint.PURPLE: Palette.LAVENDER,
    Tint.PINK: Palette.ROSE,
    Tint.BROWN: Palette.EARTH,
    Tint.GOLD: Palette.HONEY,
}
"""What a colour means for the whole picture where there is nothing to paint in it."""
