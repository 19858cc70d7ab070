"""Benchmarks: ratios against a control in the same run, never a timed test."""
