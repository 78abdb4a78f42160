"""Books: the records that information systems keep beside the truth."""
