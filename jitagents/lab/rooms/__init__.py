"""Rooms: the work behind the screens, without a browser; each gives arrays, tables and sentences."""
