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
refused-unreadable =
    “{ $text }” is no answer. These are:
    { $answers }
refused-no-turn = There is no turn { $number }.
refused-moderated = The moderators have ended this session; begin another one with a prompt.

## What a chat platform may refuse

refused-too-soon = One moment: you can begin the next session in { $seconds } s.
refused-not-in-server = I am not a member of this server. Ask somebody with Manage Server to add me, or write to me directly.
refused-permissions = I cannot show a gallery here: I lack { $names }. Somebody who manages this channel can grant that.
trouble-storage = That could not be saved just now. Nothing is lost: please press it again in a moment.
trouble-platform = That did not work just now. Please try it again in a moment.
trouble-ours = Something went wrong on our side; it has been logged. Nothing that you did is lost.
unknown-control = That button is not one of mine any more. Please use the newest gallery, or /imagine.

## Galleries

gallery-heading = Turn { $number } of { $most }
gallery-closes = Votes count until it closes { $when }. Everybody can vote.
beginning = { $who } asks for: { $prompt }
which-one = Which image is the one you meant?
closed-unanswered = Closed without an answer.
closed-undone = Taken back. The gallery before this one is open again.
closed-picked = { $number ->
    [0] None of these.
   *[other] Picked: image { $number }.
}
closed-words = In words: “{ $words }”.
closed-tally = Votes:
compare-noted = Noted: { $comparison ->
    [better] better
    [worse] worse
   *[same] the same
}. Thank you, that helps me learn.
vote-counted = Your vote: { $number ->
    [0] none of these
   *[other] image { $number }
}. Your latest vote counts.
recap-heading = The way there

## Controls

button-none = None of these
button-words = In words…
button-keep = This is it
button-undo = Undo
button-stop = Finish
button-texts = Texts
button-better = Better
button-same = Same
button-worse = Worse
button-close = Close the vote
button-cancel = Cancel
button-again = Try again
button-on = Go on from here
button-restart = Start again
button-recap = Recap
button-share = Share
button-retype = Change it

## Progress

progress-begun = Counted. The next gallery is on its way…
progress-writing = Writing expansions…
progress-showing = Nearly there…
progress-ahead = { $people ->
    [one] 1 person is before you
   *[other] { $people } people are before you
}
progress-drawing = { $done } of { $total } images drawn
progress-left = about { $seconds } s
progress-retrying = trying again

## The end

end-kept = This is it
end-picks = What you picked on the way
end-nothing = Finished without a pick
end-seed = Seed

## Words and consent

words-title = In words
words-label = What should be different?
words-example = at night, seen from above, no people
words-closest = Which image comes closest?
words-no-image = None of these
words-image = Image { $number }
consent-title = Before your first session
consent-line = So that I can learn your taste, your prompts and picks are stored; you can have them deleted at any time.
consent-how = Send this form to agree and begin.
consent-prompt = Your prompt
consent-yes = I agree; count my vote

## Commands

imagine-description = Find the image you mean: pick from four, up to five times
imagine-prompt = What the image should show
imagine-turns = How many galleries, at most
imagine-seed = The same number gives the same images again
imagine-taste = Use what I have learned of your taste (yes, unless you say no)
imagine-group = Everybody here votes
imagine-minutes = How long each vote of a group is open; without it you close it yourself
help-description = What I do, and how
help =
    **/imagine** turns your prompt into four images, each from a different expansion of it.
    Pick one with its button or its number as a reaction, and I make four more that are closer to what you mean. After at most five turns it should be there.
    • *None of these* and *In words…* tell me that I am wrong, and how.
    • *This is it* keeps an image and ends the session. *Undo* takes your last answer back, and so does taking your reaction away.
    • *Better*, *Same* and *Worse* compare this gallery's pick with the last one's.
    • With **group** everybody votes.
    Only you can pick in a session that you began. Your taste is remembered for the next one.

## What is one's own

button-save = Save
saved-noted = Saved. /saved shows it again.
saved-heading = What you have saved
saved-empty = You have saved nothing yet: press Save under an image at the end of a session.
saved-remove = Take one out of what you have saved
saved-removed = Taken out.
history-heading = Your sessions
history-empty = You have no sessions yet. Begin one with /imagine.
history-choose = Which session?
history-turns = { $turns ->
    [one] 1 turn
   *[other] { $turns } turns
}
history-kept = { $turns ->
    [one] kept after 1 turn
   *[other] kept after { $turns } turns
}
history-turn = From turn { $number }, image { $image }
history-go-on = Go on from…
history-open = Waits for an answer
history-undone = taken back
history-where = Its newest gallery: { $where }
resume-shown = It is here: { $where }
refused-nothing-waits = No gallery waits for you. Begin with /imagine, or see /history.
refused-save-first = Saving needs your consent first, and that comes with your first /imagine.
mydata-here = All that is stored about you. Nobody else sees this file.
forget-title = Forget me
forget-what = All your sessions, picks, saved images and what was learned of your taste are deleted for good, and your galleries with them. This cannot be undone.
forget-word = forget
forget-label = Type “{ $word }” to go ahead
forget-not = Nothing was deleted: that was another word.
forget-done = { $sessions ->
    [0] Done: you are forgotten.
    [one] Done: you are forgotten, and 1 session with you.
   *[other] Done: you are forgotten, and { $sessions } sessions with you.
} Galleries that stand here are being deleted.
history-description = Your sessions; go on from any turn of them
resume-description = Show the gallery that waits for you once more
saved-description = The images that you have saved
mydata-description = All that is stored about you, as a file
forgetme-description = Delete all that is stored about you
