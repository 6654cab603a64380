"""Slack: slash commands in over Socket Mode, Block Kit messages out."""
