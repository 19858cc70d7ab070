"""The question type cloze."""
