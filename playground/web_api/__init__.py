"""The Web API: one file per family of methods; each method is declared with a table of its
arguments and their errors.
"""
