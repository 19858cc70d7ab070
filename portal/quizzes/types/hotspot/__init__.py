"""The question type hotspot."""
