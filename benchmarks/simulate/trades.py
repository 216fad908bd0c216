"""What the simulated people talk about: eight trades, four of them held back.

Each slot is a list of phrases that fit the same places of a sentence: ``thing`` and ``part`` are
nouns with their article, ``task`` ends in -ing, ``did`` is its past, ``doc`` is something written,
``trouble``, ``good`` and ``cause`` are whole clauses, ``act`` is a bare verb phrase, ``count``
figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Trade = Mapping[str, Sequence[str]]

TUNED: Mapping[str, Trade] = {
    "bakery": {
        "thing": ("the rye dough", "the croissant batch", "the starter", "the plaited loaf"),
        "part": ("the deck oven", "the proofing room", "the spiral mixer", "the cooling rack"),
        "task": ("shaping the loaves", "folding the butter in", "scoring", "loading the oven"),
        "did": ("shaped the loaves", "folded the butter in", "scored them", "loaded the oven"),
        "doc": ("the proofing chart", "the allergen sheet", "the flour invoice", "the recipe book"),
        "place": ("the night bench", "the shop counter", "the mill", "the Friday market stall"),
        "who": ("the pastry crew", "old Henrik", "the hotel buyers", "the new apprentice"),
        "trouble": ("the crust tears", "the crumb turns gummy", "the layers leak butter"),
        "good": ("the crust stays thin", "the loaf springs evenly", "nothing sticks"),
        "cause": ("the flour comes in colder on Mondays", "the steam escapes through the door"),
        "act": ("rest it ten minutes before the second fold", "cool the butter with the dough"),
        "count": ("14 of 60 trays", "3.2 kg per batch", "26 °C at four o'clock"),
    },
    "ward": {
        "thing": ("the drip", "the wound dressing", "the handover", "the night medication"),
        "part": ("bed nine", "the trolley", "the infusion pump", "the call system"),
        "task": ("turning a patient", "setting the line", "the evening round", "taking blood"),
        "did": ("turned him", "set the line", "did the evening round", "took the blood"),
        "doc": ("the falls protocol", "the dosing table", "the rota", "the hygiene audit"),
        "place": ("the stroke unit", "theatre two", "the family room", "the recovery bay"),
        "who": ("the night sisters", "Dr Osei", "the relatives", "the physio students"),
        "trouble": ("the line clots", "the alarm goes off for nothing", "they wake up confused"),
        "good": ("they sleep through", "the skin heals", "the handover takes five minutes"),
        "cause": ("they are moved twice in an evening", "nobody hears the pump from the desk"),
        "act": ("sit down on the bed before you speak", "warm the hand before looking for a vein"),
        "count": ("6 falls in October", "11 of 31 beds", "a mean of 42 minutes"),
    },
    "helpdesk": {
        "thing": ("the payroll export", "the login page", "the nightly sync", "the mail queue"),
        "part": ("the staging cluster", "the proxy", "the license server", "the backup disk"),
        "task": ("restoring a mailbox", "rolling out the patch", "moving the tenants", "the reset"),
        "did": ("restored a mailbox", "rolled out the patch", "moved the tenants", "did the reset"),
        "doc": ("the runbook", "ticket 4471", "the vendor's changelog", "the capacity sheet"),
        "place": ("the third-floor office", "the data hall", "the Lyon branch", "the swap meeting"),
        "who": ("the finance people", "the night operator", "Radek", "the branch managers"),
        "trouble": ("sessions drop at noon", "the index grows without end", "imports hang"),
        "good": ("the queue drains in a minute", "nobody notices the switch", "imports finish"),
        "cause": ("two jobs take the same lock", "the certificate is cached by the proxy"),
        "act": ("stop the writer before you copy", "drain the node first and only then patch it"),
        "count": ("312 tickets", "0.8 s at the median", "version 11.4.2"),
    },
    "school": {
        "thing": ("the reading hour", "the fractions unit", "the seating plan", "the class play"),
        "part": ("the back row", "the morning circle", "the lab bench", "the quiet corner"),
        "task": ("starting a debate", "marking essays", "the parents' evening", "pairing pupils"),
        "did": (
            "started a debate",
            "marked the essays",
            "held the parents' evening",
            "paired them",
        ),
        "doc": ("the curriculum plan", "the reading list", "the attendance report", "chapter four"),
        "place": ("class 7b", "the workshop", "the staff room", "the school yard"),
        "who": ("the year-nine tutors", "Ms Farah", "the parents", "the trainee teachers"),
        "trouble": ("half of them stop listening", "the quiet ones vanish", "homework is copied"),
        "good": ("they ask each other first", "the noise goes down", "even Tom reads aloud"),
        "cause": ("they fear to be wrong in front of friends", "the task gives the answer away"),
        "act": ("let them guess before you show it", "ask the second question only"),
        "count": ("19 of 27 pupils", "4.1 on average", "82 % attendance"),
    },
}

HELD_BACK: Mapping[str, Trade] = {
    "boatyard": {
        "thing": ("the hull seam", "the mast step", "the varnish", "the keel bolt"),
        "part": ("the slipway", "the steam box", "the bilge", "the winch"),
        "task": ("caulking", "bending the ribs", "stepping the mast", "sanding the deck"),
        "did": ("caulked it", "bent the ribs", "stepped the mast", "sanded the deck"),
        "doc": ("the lines plan", "the timber list", "the survey report", "the paint data sheet"),
        "place": ("the lower shed", "the quay", "the loft", "Karlsson's yard"),
        "who": ("the riggers", "the owner of the cutter", "Birgit", "the summer hands"),
        "trouble": ("the plank splits at the bow", "the paint blisters", "the seam weeps"),
        "good": ("she stays dry", "the rib takes the curve", "the gloss holds"),
        "cause": ("the wood was felled in sap", "the salt stays under the primer"),
        "act": ("steam it an hour for every inch", "wash with fresh water before the first coat"),
        "count": ("18 mm of play", "7 of 40 bolts", "12 % moisture"),
    },
    "orchestra": {
        "thing": ("the slow movement", "the entry of the horns", "the tuning", "the last chord"),
        "part": ("the second desk", "the pit", "the cello row", "the choir riser"),
        "task": ("breathing together", "bowing the scherzo", "the sectional", "counting the rests"),
        "did": ("breathed together", "bowed the scherzo", "ran the sectional", "counted the rests"),
        "doc": ("the critical edition", "the seating chart", "the tour plan", "the parts list"),
        "place": ("the old hall", "the Ghent church", "the green room", "rehearsal studio C"),
        "who": ("the winds", "our guest leader", "the choir", "the academy players"),
        "trouble": ("the pulse sags", "the oboe is covered", "the ending falls apart"),
        "good": ("the hall goes silent", "the chord locks", "the entry is clean"),
        "cause": ("everybody listens to the front desks", "the floor swallows the basses"),
        "act": ("sing the line before you play it", "look at the leader's elbow, not the tip"),
        "count": ("92 to the minute", "5 rehearsals", "3 of 8 programmes"),
    },
    "brigade": {
        "thing": ("the hose line", "the ladder drill", "the breathing set", "the night alarm"),
        "part": ("engine two", "the stairwell", "the pump", "the cutting gear"),
        "task": ("entering a smoky room", "venting a roof", "laying out hose", "searching a flat"),
        "did": ("entered the room", "vented the roof", "laid out the hose", "searched the flat"),
        "doc": ("the incident log", "the hydrant map", "the service bulletin", "the drill manual"),
        "place": ("the mill fire", "station four", "the training tower", "the harbour tunnel"),
        "who": ("the volunteers", "the chief from Split", "the paramedics", "the recruits"),
        "trouble": ("the line kinks on the second landing", "the radio dies", "the door jams"),
        "good": ("the water is there in a minute", "nobody loses the wall", "the smoke lifts"),
        "cause": ("the couplings freeze overnight", "everyone talks on one channel"),
        "act": ("keep the left hand on the wall", "flow water before you open the door"),
        "count": ("4 min 20 s", "9 of 22 calls", "300 litres a minute"),
    },
    "vineyard": {
        "thing": ("the old vines", "the must", "the barrel room", "the late harvest"),
        "part": ("the north slope", "the press", "the third tank", "the drip line"),
        "task": ("pruning", "tasting the must", "racking", "walking the rows"),
        "did": ("pruned", "tasted the must", "racked the wine", "walked the rows"),
        "doc": ("the soil map", "the spray diary", "the lab results", "the cellar book"),
        "place": ("the upper terrace", "the cellar", "Ana's plot", "the cooperative"),
        "who": ("the pickers", "the old cellar master", "the importers", "the neighbours"),
        "trouble": ("the fermentation sticks", "the leaves curl in June", "the wine smells closed"),
        "good": ("the fruit hangs longer", "the wine opens by spring", "the mildew stays away"),
        "cause": ("the roots stand in wet clay", "the cap dries out over the weekend"),
        "act": ("leave two more buds on the weak ones", "stir it before sunrise"),
        "count": ("22.5 brix", "38 of 120 rows", "6 hl from the north slope"),
    },
}


def trade_named(name: str) -> Trade:
    """The words of a trade. Raises KeyError for one that nobody wrote."""
    return {**TUNED, **HELD_BACK}[name]
