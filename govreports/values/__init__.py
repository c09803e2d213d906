"""One parser per kind of value: pure, total, and silent on text of another kind.

A parser returns the value or `None`; it never raises on what a page may print.
"""
