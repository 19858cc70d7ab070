"""The question type numeric."""
