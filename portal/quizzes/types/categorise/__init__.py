"""The question type categorise."""
