"""What Slack sends, by type: thin listeners that parse, call one use case and answer."""
