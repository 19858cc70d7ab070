"""The question type single_choice."""
