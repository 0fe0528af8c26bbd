"""With which English words people ask for each subject, and emoji; plurals are found by rule."""

from __future__ import annotations

from models.miniature.scene import Subject

SUBJECTS: dict[Subject, str] = {
    Subject.CAT: "cat, kitten, kitty, tabby, feline, tomcat, pussycat, house cat, siamese, persian cat, "
    "calico, tiger, tigress, lion, lioness, lion cub, leopard, cheetah, panther, jaguar, lynx, cougar, puma",
    Subject.DOG: "dog, puppy, pup, doggy, doggo, hound, canine, poodle, labrador, retriever, "
    "golden retriever, corgi, husky, dachshund, terrier, bulldog, beagle, dalmatian, german shepherd, "
    "chihuahua, pug, pet, greyhound",
    Subject.FOX: "fox, vixen, red fox, arctic fox, fennec, wolf, coyote, jackal, raccoon, red panda, "
    "animal, wild animal, squirrel, chipmunk, badger, weasel, ferret, otter",
    Subject.RABBIT: (
        "rabbit, bunny, hare, bunny rabbit, easter bunny, guinea pig, hamster, mouse, chinchilla, "
        "hedgehog, kangaroo, wallaby, rodent"
    ),
    Subject.BEAR: "bear, polar bear, grizzly, grizzly bear, teddy, teddy bear, panda, panda bear, koala, "
    "brown bear, black bear, bear cub, gorilla, ape, monkey, sloth, beaver",
    Subject.OWL: "owl, owlet, barn owl, snowy owl, night owl, eagle owl",
    Subject.BIRD: (
        "bird, sparrow, robin, swan, dove, pigeon, swallow, parrot, crow, raven, eagle, hawk, falcon, "
        "duck, duckling, goose, chicken, hen, rooster, chick, hummingbird, bat, bluebird, songbird, "
        "flamingo, peacock, seagull, gull, stork, heron, crane bird, toucan, canary, finch, magpie, "
        "nightingale, phoenix, ostrich"
    ),
    Subject.PENGUIN: "penguin, emperor penguin, puffin",
    Subject.FISH: "fish, goldfish, koi, carp, salmon, trout, clownfish, tuna, fishes, piranha, angelfish, "
    "betta, seahorse, cod, jellyfish, octopus, squid",
    Subject.WHALE: "whale, blue whale, humpback, orca, killer whale, sperm whale, narwhal, dolphin, shark, "
    "porpoise, manatee, sea lion, seal, walrus",
    Subject.TURTLE: "turtle, sea turtle, tortoise, terrapin, frog, toad, crab, lizard, snail, gecko, "
    "chameleon, crocodile, alligator, iguana",
    Subject.BUTTERFLY: "butterfly, moth, monarch butterfly, bee, bumblebee, honeybee, dragonfly, ladybug, "
    "ladybird, insect, bug, beetle, firefly, caterpillar, spider, ant, wasp, cricket, grasshopper, mosquito",
    Subject.HORSE: (
        "horse, pony, foal, stallion, mare, unicorn, pegasus, donkey, mule, zebra, deer, stag, moose, "
        "reindeer, elk, fawn, antelope, gazelle, cow, bull, bison, buffalo, ox, calf, giraffe, equine"
    ),
    Subject.LLAMA: "llama, alpaca, camel, dromedary, sheep, lamb, goat, vicuna",
    Subject.ELEPHANT: "elephant, mammoth, rhino, rhinoceros, hippo, hippopotamus, baby elephant, pig, piglet",
    Subject.DRAGON: (
        "dragon, wyvern, dinosaur, t rex, tyrannosaurus, monster, beast, serpent, snake, griffin, fire "
        "dragon, sea monster, creature, godzilla, hydra, gargoyle, triceratops"
    ),
    Subject.HOUSE: "house, cottage, cabin, home, hut, farmhouse, farm, barn, villa, mansion, bungalow, "
    "tree house, log cabin, chalet, shed, church, school, building, shop, cafe, igloo, chapel, hotel, inn, "
    "bakery, library building, doghouse, dollhouse, bookshop, greenhouse",
    Subject.CASTLE: "castle, palace, fortress, tower, citadel, fort, sandcastle, chateau, temple, cathedral, "
    "keep tower, pagoda, pyramid, ruin, stronghold, eiffel tower, mosque, taj mahal",
    Subject.LIGHTHOUSE: "lighthouse, light house, beacon, light tower, sea light",
    Subject.WINDMILL: "windmill, mill, wind mill, wind turbine, watermill, water mill, dutch mill",
    Subject.TREE: "tree, oak, oak tree, pine tree, fir tree, christmas tree, palm tree, palm, willow, maple, "
    "birch, apple tree, cherry tree, bonsai, sapling, sequoia, olive tree, baobab, cherry blossom tree",
    Subject.FLOWER: "flower, rose, red rose, rose flower, sunflower, tulip, daisy, lily, orchid, blossom, "
    "bouquet, lotus, poppy, dandelion, peony, iris, water lily, daffodil, marigold, hibiscus, bloom, plant, "
    "houseplant, cherry blossom, lavender flower, carnation, chrysanthemum, bouquet of flowers, wildflower, "
    "vase of flowers",
    Subject.MUSHROOM: "mushroom, toadstool, fungus, fungi, fly agaric, champignon, chanterelle",
    Subject.CACTUS: "cactus, cacti, succulent, saguaro, prickly pear, aloe",
    Subject.CAR: (
        "car, automobile, sports car, taxi, cab, van, truck, lorry, bus, jeep, racing car, race car, "
        "vehicle, convertible, camper van, tractor, fire engine, ambulance, vintage car, limousine, "
        "beetle car, police car, minibus, pickup"
    ),
    Subject.BICYCLE: "bicycle, bike, cycle, tandem, motorbike, motorcycle, scooter, moped, mountain bike, "
    "tricycle, unicycle, vespa, skateboard",
    Subject.TRAIN: "train, locomotive, steam train, steam engine, railway, tram, subway train, metro train, "
    "railroad, toy train, bullet train, wagon, streetcar, trolley",
    Subject.BOAT: (
        "boat, ship, sailboat, sailing boat, sailing ship, yacht, rowing boat, rowboat, canoe, kayak, "
        "ferry, pirate ship, fishing boat, gondola, raft, steamboat, submarine, dinghy, vessel, galleon, "
        "paper boat"
    ),
    Subject.ROCKET: (
        "rocket, spaceship, spacecraft, space ship, space shuttle, rocket ship, ufo, flying saucer, "
        "starship, satellite, missile, plane, airplane, aeroplane, aircraft, jet, helicopter, biplane"
    ),
    Subject.BALLOON: "balloon, hot air balloon, hot balloon, air balloon, airship, zeppelin, blimp, "
    "balloon ride, party balloon, kite",
    Subject.TEAPOT: "teapot, tea pot, kettle, tea, tea kettle, teacup, coffee pot, coffee, mug, cup of tea, "
    "cup of coffee, cup, jug, pitcher, cup and saucer, vase, watering can",
    Subject.CAKE: "cake, cupcake, birthday cake, wedding cake, pie, muffin, dessert, pastry, chocolate cake, "
    "ice cream, donut, doughnut, cookie, candy, sweet, sundae, cheesecake, food, pancake, pudding, tart, "
    "gingerbread, macaron, brownie, waffle, burger, hamburger, pizza, hot dog, sandwich, bread, croissant",
    Subject.FRUIT: (
        "fruit, apple, banana, pear, cherry, strawberry, grape, lemon, lime fruit, peach, plum, berry, "
        "bowl of fruit, basket of fruit, fruit bowl, fruit basket, pineapple, watermelon, mango, kiwi, "
        "raspberry, blueberry, melon, pomegranate, vegetable, pumpkin, avocado, tomato, carrot, orange "
        "fruit, fig, apricot, coconut, papaya, citrus"
    ),
    Subject.GUITAR: "guitar, electric guitar, acoustic guitar, ukulele, violin, cello, banjo, bass guitar, "
    "musical instrument, instrument, music, lute, mandolin, harp, piano, drum, trumpet, saxophone, fiddle",
    Subject.ROBOT: "robot, android, cyborg, automaton, droid, mech, machine, toy robot, toy, bot, robotic, "
    "transformer robot, computer",
    Subject.HEART: "heart, love heart, valentine, valentine heart, heart shape",
    Subject.PORTRAIT: (
        "person, people, woman, man, girl, boy, lady, gentleman, child, kid, baby, face, wizard, witch, "
        "astronaut, knight, king, queen, prince, princess, pirate, ninja, samurai, warrior, mother, "
        "father, mom, mum, dad, grandmother, grandfather, grandma, grandpa, friend, lover, dancer, "
        "singer, artist, painter, poet, doctor, nurse, teacher, soldier, sailor, farmer, chef, clown, "
        "fairy, elf, mermaid, vampire, ghost, zombie, human, guy, bride, groom, selfie, self portrait, "
        "old man, old woman, young woman, young man, viking, cowboy, detective, angel, goddess, god, "
        "superhero, hero, villain, skeleton, figure, bust, headshot, head, ballerina, monk, scientist, "
        "somebody, someone, sister, brother, family, musician, geisha, dwarf, hiker, traveller, traveler, "
        "santa, santa claus, mona lisa, snowman, scarecrow, fisherman, firefighter, fireman, policeman, "
        "police officer, waiter, baker, gardener, student, neighbour, neighbor, businessman, businesswoman, "
        "president, athlete, football player, boxer, tourist, hunter, thief, spy, gnome, orc, goblin, troll, "
        "einstein, shakespeare, batman, superman, spiderman, barbie, sherlock holmes, harry potter, "
        "frida kahlo, cleopatra, napoleon, buddha, gandalf, elvis, couple in love, old couple, young couple, "
        "couple kissing, couple dancing, married couple, couple hugging, mummy, gladiator, genie, pharaoh, "
        "emperor, nun, priest, surfer, skater, skier, diver, climber, pilot, driver, magician, acrobat, "
        "juggler, drummer, guitarist, pianist, violinist, writer, reader, librarian, engineer, carpenter, "
        "blacksmith, shepherd"
    ),
    Subject.LANDSCAPE: "scenery, panorama, vista, countryside, seascape, cityscape, skyline, "
    "mountainscape, river, lake, waterfall, valley, hill, island, volcano, canyon, road, path, bridge, "
    "river landscape, mountain lake, rolling hills, horizon, coastline, cliff, glacier",
    Subject.ABSTRACT: "geometric pattern, mandala, fractal, kaleidoscope, abstract shape, abstract pattern, "
    "geometric shape, spiral, triangle, hexagon, abstract art, abstract composition, shape, "
    "concentric circle, swirl, abstract painting, geometric abstraction, circle, cube, sphere",
}

GENRES: dict[Subject, str] = {
    Subject.PORTRAIT: "portrait, portrait of, profile portrait",
    Subject.LANDSCAPE: "landscape, wide landscape, landscape of, view of, scene of nature, nature",
    Subject.ABSTRACT: "abstract, geometric, geometry, pattern, abstraction, pattern of, non figurative",
}
"""Words that say what the picture is of only where nothing else does."""

SUBJECT_EMOJI: dict[Subject, str] = {
    Subject.CAT: "🐱🐈😺😸😻🙀😿😹🐅🐯🦁🐆",
    Subject.DOG: "🐶🐕🐩🦮",
    Subject.FOX: "🦊🐺🦝🐿🦦🦡",
    Subject.RABBIT: "🐰🐇🐹🐭🐁🦔🦘",
    Subject.BEAR: "🐻🧸🐼🐨🦍🐒🐵🦥",
    Subject.OWL: "🦉",
    Subject.BIRD: "🐦🕊🦜🦢🦅🦆🐔🐓🐤🐥🐣🦩🦚",
    Subject.PENGUIN: "🐧",
    Subject.FISH: "🐟🐠🐡🎣🐙🦑",
    Subject.WHALE: "🐳🐋🐬🦈🦭",
    Subject.TURTLE: "🐢🐸🦎🐌🦀🐊",
    Subject.BUTTERFLY: "🦋🐝🐞🐛🪲",
    Subject.HORSE: "🐴🐎🏇🦄🦓🦌🐄🐮🐂🦒🫎🫏",
    Subject.LLAMA: "🦙🐪🐫🐑🐏🐐",
    Subject.ELEPHANT: "🐘🦣🦏🦛🐷🐖",
    Subject.DRAGON: "🐉🐲🦖🦕🐍👾",
    Subject.HOUSE: "🏠🏡🛖⛪🏫🏚🏘",
    Subject.CASTLE: "🏰🏯🗼🕌",
    Subject.TREE: "🌳🌲🌴🎄🎋",
    Subject.FLOWER: "🌸🌹🌻🌷🌼🌺💐🏵🪷🪻🌱🪴",
    Subject.MUSHROOM: "🍄",
    Subject.CACTUS: "🌵",
    Subject.CAR: "🚗🚙🚕🚓🏎🚚🚌🚐🚜🚒🚑",
    Subject.BICYCLE: "🚲🚴🏍🛵🛴🛹",
    Subject.TRAIN: "🚂🚆🚄🚅🚋🚃🚇🚊",
    Subject.BOAT: "⛵🚤🛥🛶🚢⛴",
    Subject.ROCKET: "🚀🛸🛰✈🚁🛩",
    Subject.BALLOON: "🎈🪁",
    Subject.TEAPOT: "🫖☕🍵",
    Subject.CAKE: "🎂🍰🧁🍩🍪🥧🍦🍨🍭🍬🍕🍔🥐🍞🥞",
    Subject.FRUIT: "🍎🍏🍐🍊🍋🍌🍉🍇🍓🍒🍑🥭🍍🥝🫐🍈🎃",
    Subject.GUITAR: "🎸🪕🎻🎵🎶🎹🎺🎷🥁",
    Subject.ROBOT: "🤖🦾💻",
    Subject.HEART: "❤♥💖💗💓💕💘💝💞💟🧡💛💚💙💜🖤🤍🤎🫀",
    Subject.PORTRAIT: "👩👨👧👦👶🧑👵👴👱🧔👸🤴🧙🧚🧛🧜🧝🥷🤠👤👥🧕👰🤵🕵🎅👻💃🕺🙂😊",
    Subject.LANDSCAPE: "🏞🌋🗻",
    Subject.ABSTRACT: "🔷🔶🔺🔵🌀💠",
}
