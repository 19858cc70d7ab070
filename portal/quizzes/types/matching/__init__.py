"""The question type matching."""
