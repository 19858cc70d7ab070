"""The question type short_text."""
