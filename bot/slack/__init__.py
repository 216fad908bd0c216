"""The edge to Slack: its payloads as plain values, its Web API, its blocks, the ids in them."""
