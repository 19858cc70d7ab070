"""Authors' room: banks, quizzes, and what their figures say. It reads other rooms and owns no rules."""
