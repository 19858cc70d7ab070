"""The sales learning portal. Importing this package loads no framework, so that rules can be read and tested alone."""
