"""Backups, and moving to another database: both are one consistent copy of every row."""
