"""The question type multiple_choice."""
