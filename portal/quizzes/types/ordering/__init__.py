"""The question type ordering."""
