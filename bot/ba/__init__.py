"""What kind of place a channel is, how the bot behaves in each, and who switched it on."""
