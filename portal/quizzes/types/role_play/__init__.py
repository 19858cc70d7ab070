"""The question type role_play."""
