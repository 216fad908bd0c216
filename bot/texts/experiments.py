"""What the bot says around predictions. Values that people wrote come in escaped."""

from __future__ import annotations

MENU_PREDICT = "Make a prediction"
MENU_RESULT = "Tell a result"
MENU_TEACH = "Teach me this place"

FORM_TITLE = "A prediction"
FORM_SUBMIT = "Predict"
FORM_INTRO = (
    "If *{title}* is right, what will happen? I ask you when the time has come. "
    "The prediction stands on the card, for all who see it."
)
EXPECTED = "What do you expect?"
EXPECTED_HINT = "Something that could turn out otherwise"
BY_WHEN = "By when?"
SEEN_BY = "How will you see it?"
SEEN_BY_HINT = "Where you will look, and who can tell"
NUMBER = "A number, if there is one"
NUMBER_HINT = "20 (about), ≥ 20 (at least) or ≤ 20 (at most)"
EXPECTED_NEEDED = "A prediction needs an expectation."
DATE_NEEDED = "Choose a day that is still to come, within two years."
NUMBER_UNKNOWN = "I do not understand this number. Write 20, ≥ 20 or ≤ 20."
KEPT = "Kept. I ask you on {day} what happened, in private. The prediction stands on the card."

GONE = "I cannot find that prediction for you. It may be gone, or in a place that you cannot see."
DONE = "This prediction has its result already."
RETIRED = "This card is out of use, so there is nothing to predict."
NONE_OPEN = "No open prediction on this card. *Make a prediction* in its menu begins one."
USAGE = (
    "Tell me which card, then what happened: `/concept result <link to the card> words or a"
    " number`. The card's name works too: `/concept result Order early: 14`."
)

CAME = "It happened"
CAME_NOT = "It did not happen"
NOT_SEEN_YET = "Cannot tell yet"
DROP = "Drop it"
ADD_WORDS = "What happened?"
WHICH = "Did it happen as you expected?"
WHY = (
    "I ask because you made this prediction. Both answers help. *Cannot tell yet* asks again in a "
    "week; *Drop it* ends my asking."
)
CONFIRMED = "Thank you. The card counts as tested now."
REFUTED = (
    "Thank you: that is worth as much as a success. The card is contested now, and I take it back "
    "to the conversation it came from."
)
LATER = "All right, I ask again in a week."
DROPPED = "All right, I ask no more about this prediction."
WORDS_TITLE = "What happened?"
WORDS_LABEL = "What happened, in words or as a number?"
WORDS_HINT = "It stands on the card, for all who see it."
WORDS_SUBMIT = "Keep"
WORDS_KEPT = "Kept with the card."
CLOSE = "Close"
REOPEN_ASK = "What do you make of it? Where does the idea hold, and where does it stop?"


def alert(title: str) -> str:
    """The reminder as a notification shows it."""
    return f"What came of your prediction about “{title}”?"


def expected(words: str, number: str, seen_by: str) -> str:
    """A prediction: what, the number if any, how it is seen."""
    lines = [f"*Expected:* {words}" + (f" ({number})" if number else "")]
    if seen_by:
        lines.append(f"*To be seen by:* {seen_by}")
    return "\n".join(lines)


def on_card(state: str, words: str, number: str, day: str, came: str) -> str:
    """A prediction as it stands on its card."""
    what = f"{words} ({number})" if number else words
    if state == "confirmed":
        return f":white_check_mark: *Predicted:* {what}\n*It happened*" + (
            f": {came}" if came else "."
        )
    if state == "refuted":
        return f":warning: *Predicted:* {what}\n*It did not happen*" + (
            f": {came}" if came else "."
        )
    return f":hourglass: *Predicted, by {day}:* {what}"


def number_words(sign: str, number: str) -> str:
    """A predicted number as people read it."""
    return {"least": f"at least {number}", "most": f"at most {number}"}.get(sign, f"about {number}")


def reopened(title: str, outcome: str, came: str) -> str:
    """The dialogue is taken up again where the card came from."""
    return (
        f"A prediction from *{title}* did not come true.\n{outcome}"
        f"\n*What happened:* {came or 'something else'}"
    )


def why_confirmed(expectation: str, came: str) -> str:
    """The reason of the card's new revision."""
    return f"A prediction came true. Expected: {expectation}" + (f" Came: {came}" if came else "")


def why_refuted(expectation: str, came: str) -> str:
    """The reason of the card's new revision."""
    return f"A prediction did not come true. Expected: {expectation}" + (
        f" Came: {came}" if came else ""
    )


def which(title: str) -> str:
    """Words were told, but not whether they mean yes or no."""
    return f"Noted for *{title}*. {WHICH}"
