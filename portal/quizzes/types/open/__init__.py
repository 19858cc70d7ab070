"""The question type open."""
