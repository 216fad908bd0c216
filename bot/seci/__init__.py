"""Reading: what a message does with knowledge, whether a thread is ripe, which sentence states the
insight.
"""
