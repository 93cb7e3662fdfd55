"""Deadlines under watch, boards and reminders."""
