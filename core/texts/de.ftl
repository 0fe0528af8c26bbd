# Was Menschen gesagt wird, auf Deutsch.

## Was nicht geht, und was stattdessen geht

refused-empty = { $what ->
    [prompt] Der Prompt ist leer: Sag in ein paar Worten, was das Bild zeigen soll.
   *[words] Der Text ist leer: Sag in ein paar Worten, was das Bild zeigen soll.
}
refused-too-long = { $what ->
    [prompt] Der Prompt hat { NUMBER($characters, useGrouping: 0) } Zeichen; höchstens { NUMBER($most, useGrouping: 0) } gehen.
   *[words] Der Text hat { NUMBER($characters, useGrouping: 0) } Zeichen; höchstens { NUMBER($most, useGrouping: 0) } gehen.
}
refused-no-text = { $what ->
    [prompt] Im Prompt stehen Zeichen, die kein Text sind; bitte tipp ihn neu.
   *[words] Im Text stehen Zeichen, die kein Text sind; bitte tipp ihn neu.
}
refused-unchecked = { $what ->
    [prompt] Der Prompt konnte gerade nicht geprüft werden; bitte versuch es noch einmal.
   *[words] Der Text konnte gerade nicht geprüft werden; bitte versuch es noch einmal.
}
refused-blocked = Dieser Text geht hier wegen { $reason } nicht. Bitte sag es anders.
refused-no-consent = Vor der ersten Runde stimm bitte zu, dass deine Prompts und deine Wahl gespeichert werden.
refused-unknown-session = Diese Runde gibt es nicht mehr; beginn mit einem Prompt eine neue.
refused-foreign-session = Diese Runde gehört jemand anderem; beginn mit einem Prompt deine eigene.
refused-stale-gallery = Diese Galerie ist von einem früheren Zug; bitte antworte auf die neueste, oder geh mit „Zurück“ zurück.
refused-answered = Diese Galerie ist gerade beantwortet worden ({ $number ->
    [0] keines davon
   *[other] Bild { $number }
}); { $is_last ->
    [True] die Runde ist zu Ende, „Zurück“ öffnet sie wieder
   *[other] die nächste ist unterwegs
}.
refused-no-such-image = Ein Bild { $number } gibt es nicht; wähl 1 bis { $size }, oder keines.
refused-nothing-to-undo = Es gibt nichts zurückzunehmen.
refused-over = Die Runde ist schon zu Ende.
refused-ended = Die Runde ist zu Ende; „Zurück“ öffnet sie wieder.
refused-no-gallery = Es ist noch keine Galerie gezeigt worden.
refused-being-made = Die nächste Galerie entsteht noch.
refused-compare-early = Besser, gleich oder schlechter lässt sich ab dem zweiten Zug sagen.
refused-no-votes = Es hat noch niemand abgestimmt.
refused-nothing-failed = Es ist nichts schiefgegangen.
refused-going-on = Die Runde läuft noch.
refused-nothing-to-share = Vor der ersten Wahl gibt es nichts zu teilen.
refused-no-prompt = Ohne Prompt keine Runde.
refused-no-turn = Einen Zug { $number } gibt es nicht.
