"""Cards, and questions that people put to them: which a card answers, and which none does.

Each answered question names a word of its card's title; every second one was never looked at when
the floor (``models.words``) was chosen.
"""

from __future__ import annotations

CARDS = (
    ("Rainy evenings: order for squirrels",
     "When rain begins before the evening rush, half the rice balls and twice noodles, bread, "
     "pudding: people shop once for the night and the morning."),
    ("Umbrellas by the door", "Put umbrellas where people shake off the water, not by the till."),
    ("Ice runs out first on festival day", "Double the ice and the beer on Saturday; skewers can "
     "wait until five."),
    ("Crowds are to be spread, not sped up", "When many want the same slot at the same moment, "
     "offer each a different door: a random wait instead of a faster retry."),
    ("Ring the quay before you restart", "When bookings fail at six, call the harbour master "
     "first; most alarms end there."),
    ("Drills make on-call sleep", "Break staging on purpose every month; who has done it with "
     "cold hands is calm at night."),
    ("Gloves decide the button", "Drivers hold the phone with two fingers; make it as large as a "
     "thumb."),
    ("Handover at the bedside", "Two nurses tell the night to the patient, not to each other."),
    ("Pain has a rhythm", "Ask for the hour of the worst pain before you change the dose."),
    ("Insulin before the tray", "Check the blood sugar when the kitchen lift arrives, not at "
     "twelve."),
    ("Milk bread to the front", "Yesterday's bread sells by nine if it lies at eye level."),
    ("Greet before you count", "A customer who was greeted waits twice as long in the queue."),
    ("Deploy before lunch", "Releases after three o'clock find nobody to look at them; Fridays "
     "never."),
    ("One flag per experiment", "Feature flags that serve two purposes are never removed."),
    ("Slow queries hide in joins", "Look at the plan of the join, not at the index."),
    ("Kneading by ear", "Dough is ready when the slap sounds hollow; the recipe's minutes lie."),
    ("Show, then shut up", "Apprentices learn the fold by standing beside you; talk afterwards."),
    ("Silence sells the room", "In negotiations, count to ten after the price."),
    ("Backups you never restored are none", "Restore one table every week, on another machine."),
    ("Invoices go out on the first", "Late invoices are paid late; send them before the coffee."),
    ("Two keys for the vault", "Nobody opens the cash box alone, not even the owner."),
    ("Salt the road the evening before", "Brine on dry asphalt saves half of the salt."),
    ("Prune in dry weather", "Wet cuts let the fungus in; wait for three dry days."),
    ("Tide tables beat the clock", "Plan the loading by the tide, not by the shift."),
)  # fmt: skip

ANSWERED = (
    ("what do we order when it rains?", "squirrels"),
    ("how many noodles for a wet evening with rain", "squirrels"),
    ("where should the umbrellas stand", "Umbrellas"),
    ("how many umbrellas should we stock on a typhoon day", "Umbrellas"),
    ("do we need more ice for the festival on Saturday", "Ice"),
    ("beer for the river festival", "Ice"),
    ("everybody retries at the same second, what now", "spread"),
    ("random wait or faster retry?", "spread"),
    ("bookings fail at six in the morning", "quay"),
    ("whom do I call when bookings break", "quay"),
    ("how do we practise for on-call", "Drills"),
    ("should we break staging on purpose", "Drills"),
    ("how large should a button be for drivers", "Gloves"),
    ("drivers with gloves", "Gloves"),
    ("how is the handover between nurses done", "bedside"),
    ("what do the nurses tell the patient", "bedside"),
    ("when do I change the dose of a pain patient", "Pain"),
    ("patient has pain at night", "Pain"),
    ("when to check blood sugar", "Insulin"),
    ("insulin and the kitchen lift", "Insulin"),
    ("how do we sell yesterday's bread", "Milk"),
    ("customers are angry in the queue", "Greet"),
    ("can I deploy on Friday afternoon", "Deploy"),
    ("is a release after three ok", "Deploy"),
    ("who removes feature flags", "flag"),
    ("one experiment, two flags?", "flag"),
    ("why is this query so slow", "queries"),
    ("does an index help a slow join", "queries"),
    ("when is the dough ready", "Kneading"),
    ("how long do I knead the dough", "Kneading"),
    ("how do apprentices learn the fold", "Show"),
    ("what to say after naming the price", "Silence"),
    ("how often do we restore backups", "Backups"),
    ("is our backup any good", "Backups"),
    ("when do the invoices go out", "Invoices"),
    ("who may open the cash box", "vault"),
    ("how much salt for the road tonight", "Salt"),
    ("when should we prune the roses", "Prune"),
    ("when do we plan the loading", "Tide"),
    ("loading at low tide", "Tide"),
)

UNANSWERED = (
    "how do we fire the pizza oven before the morning",
    "who feeds the penguins on a Sunday",
    "where is the key to the bicycle shed",
    "how do I get a new laptop in my first week",
    "what is the wifi password for visitors",
    "can somebody book the meeting room for Tuesday at three",
    "how many days of holiday do we have each year",
    "who changed the logo on the first page",
    "what time does the canteen open in the morning",
    "how do we translate the contract into Polish",
    "is there a better way to hold a microphone",
    "when will the lift in the east wing work again",
    "who decides about the colour of the uniforms",
    "how do I reset my voicemail when I am away",
    "what do we do with old batteries at the end of the month",
    "do we still support the old browser from two years ago",
    "how long is the guarantee on the dishwasher",
    "which doctor is on holiday next week",
    "how do we welcome a guest from another country",
    "why is the parking lot full on Monday morning",
    "who takes the minutes of the works council this time",
    "what is the right temperature of the wine cellar",
    "how do I apply for parental leave without losing days",
    "which printer can print both sides at night",
    "how do we measure the noise in the open office",
    "what happens after a fire alarm in the evening",
    "can we get a discount on train tickets for many people",
    "who knows a good plumber for the second floor",
    "how should we name the new servers",
    "is it true that the garden needs two people every day",
)
