"""Which subjects stand for which ideas by custom."""

from __future__ import annotations

from models.miniature.scene import Subject

CUSTOMS: tuple[tuple[str, tuple[Subject, ...]], ...] = (
    (
        "love romance affection passion tenderness marriage devotion amor amour liebe amore "
        "любовь حب 爱 愛 爱情",
        (Subject.HEART, Subject.BIRD, Subject.FLOWER),
    ),
    (
        "freedom liberty independence libertad freiheit свобода",
        (Subject.BIRD, Subject.HORSE, Subject.BALLOON),
    ),
    ("peace harmony serenity paz paix frieden мир سلام 和平 平和", (Subject.BIRD, Subject.TREE)),
    ("hope faith optimism salvation", (Subject.LIGHTHOUSE, Subject.BIRD, Subject.FLOWER)),
    (
        "happiness joy celebration delight laughter bliss felicidad bonheur glück счастье سعادة 幸福",
        (Subject.CAKE, Subject.BALLOON, Subject.BUTTERFLY, Subject.DOG),
    ),
    ("growth life beginning resilience family nature harmony", (Subject.TREE, Subject.FLOWER)),
    ("transformation change rebirth evolution", (Subject.BUTTERFLY,)),
    (
        "adventure journey exploration discovery wanderlust curiosity",
        (Subject.BOAT, Subject.ROCKET, Subject.TRAIN),
    ),
    ("wisdom knowledge mystery secret philosophy", (Subject.OWL, Subject.FOX)),
    ("strength power courage bravery pride leadership", (Subject.DRAGON, Subject.ELEPHANT, Subject.BEAR)),
    ("friendship loyalty trust companionship", (Subject.DOG,)),
    ("memory nostalgia childhood innocence", (Subject.BALLOON, Subject.TRAIN, Subject.RABBIT)),
    ("loneliness solitude silence longing", (Subject.LIGHTHOUSE, Subject.TREE, Subject.WHALE)),
    ("safety comfort belonging warmth home", (Subject.HOUSE, Subject.CAT)),
    ("future progress innovation technology intelligence", (Subject.ROBOT, Subject.ROCKET)),
    (
        "dream imagination wonder fantasy magic",
        (Subject.WHALE, Subject.BALLOON, Subject.CASTLE, Subject.DRAGON),
    ),
    ("patience time eternity", (Subject.TURTLE, Subject.TREE)),
    ("music melody rhythm", (Subject.GUITAR,)),
)
