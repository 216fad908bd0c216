"""Ba: a Slack bot that helps a team create knowledge, after Nonaka, Toyama and Konno (2000)."""
