"""What happens when things break: servers killed, the same thing done twice at once, a reply before the disk. `make faults` runs all."""
