"""The demo company: deterministic from a seed, lived through the same services as real use."""
