"""What decides in a review: the calculation, and who may do what. Pure, see the modules."""
