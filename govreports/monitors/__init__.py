"""What a run must show, held against the portal's own history; alerts; how each portal stands."""
