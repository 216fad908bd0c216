"""Bringing things to the app: Socket Mode, signed HTTP, and the pump that redelivers events."""
