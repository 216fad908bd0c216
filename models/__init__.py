"""Ba's tables and the queries on them, one file per aggregate.

Queries never commit; models import nothing else of ours.
"""
