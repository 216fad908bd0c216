"""Scheduling and logistics: when, where, who comes.

Arrangements do nothing with knowledge.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, of

SPEC = CueSpec(
    name="scheduling",
    reason="arranges who, when or where",
    favours=(Mode.NONE,),
    phrases=of(
        """
        tomorrow | tonight | today | monday | tuesday | wednesday | thursday | friday | saturday |
        sunday | next week | this week | this afternoon | this morning | this evening | weekend | am
        | pm | utc | o'clock | noon | half past | in an hour | in a bit | in a minute | brb | be
        right back | running late | late | lunch | coffee | dinner | drinks | pizza | beer | meeting
        | meet | meetup | the call | on a call | calendar | invite | invitation | rsvp | agenda |
        zoom | the room | room | parking | holiday | holidays | vacation | pto | leave early | day
        off | off today | out today | out of office | back at | back on | back in | i'll be | i'm in
        | i'm out | i'm off | i'm here | i'm back | on my way | who's in | who is in | who's coming
        | can make it | can't make it | count me in | i'm free | available | swap | shift | cover
        for | time's up | time is up | out of time | minutes left | move on | next topic | next item
        | anything else | any other | let's start | lets start | join | joined | left the channel |
        reminder | deadline | postpone | reschedule | in 15 minutes | in 10 minutes | in 5 minutes |
        starts in | starts at | starting now | begins | meeting is | meeting will | office hours |
        standup | stand-up | happy hour | webinar | workshop starts | register | sign up | signup |
        doors open | venue | address is | join us | please join | join the | hop on | see everyone |
        see y'all | next meeting | last meeting | this meeting | meeting today | meeting tomorrow |
        the agenda | agenda item | agenda items | moving on | ok moving | next point | next on | any
        questions | any comments | other comments | any volunteers | volunteers | wrap up | wrapping
        up | let's continue | continue next | adjourn | adjourned | roll call | present | apologies
        for | attending | attend | be there | be around | make it to | timezone | time zone | est |
        pst | mst | edt | cet | gmt
        """
    ),
)
