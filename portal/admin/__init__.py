"""The admin room; its file names say its layers (see ARCHITECTURE.md)."""
