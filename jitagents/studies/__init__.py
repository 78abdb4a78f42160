"""Studies: composed, checked, divided into chunks, simulated and kept."""
