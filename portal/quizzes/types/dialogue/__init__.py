"""The question type dialogue."""
