"""Reading a genuine Slack export into the database. Nothing that is imported is ever posted."""
