"""Alembic's migrations, shipped with the package, and how to run them."""
