"""Measurements behind the README's "How fast": each prints the tables that stand there."""
