"""Alerts: what is told and in which words, before any platform turns it into a message."""
