"""What the commands of ``ba`` share, and those that are more than a few lines."""
