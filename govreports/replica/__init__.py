"""Portals on loopback in the true markup of their CMS families, for the demo and the tests.

Texts are of our own composition; names of places, codes and paths are the
portals' own. :data:`govreports.replica.portals.PORTALS` makes them,
:func:`govreports.replica.server.serve` serves them, ``truth`` says what an
exact reader must find.
"""
