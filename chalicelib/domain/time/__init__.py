"""Working time, deadlines and clocks."""
