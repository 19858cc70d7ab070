"""The question type true_false."""
