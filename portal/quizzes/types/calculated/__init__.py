"""The question type calculated."""
