"""Teaching: what a class does with the simulator."""
