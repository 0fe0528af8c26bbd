# What people are told, in English. A name in braces is put in; what stands behind -> depends on it.

## What cannot be done, and what to do instead

refused-empty = { $what ->
    [prompt] The prompt is empty: say in a few words what the image should show.
   *[words] The text is empty: say in a few words what the image should show.
}
refused-too-long = { $what ->
    [prompt] The prompt has { NUMBER($characters, useGrouping: 0) } characters; { NUMBER($most, useGrouping: 0) } is the most.
   *[words] The text has { NUMBER($characters, useGrouping: 0) } characters; { NUMBER($most, useGrouping: 0) } is the most.
}
refused-no-text = { $what ->
    [prompt] The prompt has characters in it that are no text; please type it anew.
   *[words] The text has characters in it that are no text; please type it anew.
}
refused-unchecked = { $what ->
    [prompt] The prompt could not be checked just now; please try again.
   *[words] The text could not be checked just now; please try again.
}
refused-blocked = That text cannot be used here because of { $reason }. Please put it another way.
refused-no-consent = Before the first session, please agree that your prompts and picks are stored.
refused-unknown-session = That session does not exist any more; begin a new one with a prompt.
refused-foreign-session = This session is somebody else's; begin your own with a prompt.
refused-stale-gallery = That gallery is from an earlier turn; please answer the newest one, or undo to go back.
refused-answered = This gallery has just been answered ({ $number ->
    [0] none of these
   *[other] image { $number }
}); { $is_last ->
    [True] the session has ended, and undo opens it again
   *[other] the next one is on its way
}.
refused-no-such-image = There is no image { $number }; choose 1 to { $size }, or none.
refused-nothing-to-undo = There is nothing to undo.
refused-over = The session has already ended.
refused-ended = The session has ended; undo opens it again.
refused-no-gallery = No gallery has been shown yet.
refused-being-made = The next gallery is still being made.
refused-compare-early = Better, same or worse can be said from the second turn on.
refused-no-votes = Nobody has voted yet.
refused-nothing-failed = Nothing has failed.
refused-going-on = The session is still going on.
refused-nothing-to-share = There is nothing to share before the first pick.
refused-no-prompt = No prompt, no session.
refused-no-turn = There is no turn { $number }.
