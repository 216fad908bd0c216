"""Explanation: how something works or what a word means.

An explanation out of one's own head is a model in words.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, of

SPEC = CueSpec(
    name="explains",
    reason="explains how it works",
    favours=(Mode.EXTERNALIZATION,),
    phrases=of(
        """
        means | in other words | i.e. | ie | e.g. | eg | for example | for instance | basically |
        essentially | that is | the idea is | the idea being | what happens is | what it does | how
        it works | works by | consists of | is when | is where | is what | is how | it's just | it's
        a | it's the | it's about | it's more | it's really | that's the | that's what | that's how
        | that's where | that's because | that's a | this is a | is a | is the | are the | called |
        we call | called a | known as | refers to | kind of | sort of | type of | as in | such as |
        the point | the whole point | the difference is | the main | the real | the only | the other
        | part of | a matter of | a question of | on purpose | by design | designed to | meant to |
        supposed to | used for | has its own | has no | doesn't know | doesn't care | knows | can
        only | only when | only works | will always | will only | will not | won't be | would have |
        would be | will be | will then | it will | it would | they will | they would | you'd |
        you'll | you get | you can | allows | requires | needs | gives you | lets you | is possible
        | isn't possible | not possible | is not possible | there's no way | there is no way | is
        only | are only | it only | it just | it also | it doesn't | it does not | it can | it can't
        | it has | it uses | it needs | it requires | they need | they have | they can | you need |
        you must | you'd need | there are several | that's not possible | in that case | in this
        case | in which case | in theory | theoretically | by default | under the hood | internally
        | the way it | the way that | how the | what the | rather than being | as far as | in terms
        of | when it comes to | from the perspective | conceptually | the concept | the purpose |
        the goal is | the intent | the intention | the whole idea | one of the | a lot of | most of
        the | the same as | equivalent | corresponds to | consistent with | compatible with |
        independent of
        """
    ),
)
