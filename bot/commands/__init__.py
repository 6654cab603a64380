"""What each command of the program does; `bot.cli` says how it is called."""
