"""What decides about attempts: marking, drawing, refusals. Pure, see the modules."""
