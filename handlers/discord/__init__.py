"""Discord: slash commands in, embeds out."""
