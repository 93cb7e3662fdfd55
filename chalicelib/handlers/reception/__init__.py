"""Reception: receive, refuse, forward and correct."""
