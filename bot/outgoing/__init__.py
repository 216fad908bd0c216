"""The durable outbox at work: everything the bot starts by itself is decided and sent here, once.

``rules.py`` holds the restraint (budgets, quiet hours, mutes), ``sender.py`` claims and sends,
``kinds.py`` says what one kind of message must bring. The kinds themselves live with their domain
(``bot/ba/outgoing.py``, ``bot/cards/outgoing.py``, …).
"""
