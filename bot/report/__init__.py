"""What an import found: modes and kinds of ba by channel, and the ripest conversations."""
