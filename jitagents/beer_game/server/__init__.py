"""Server of the beer game: pages for players and the lecturer, on this machine or in the network of a room."""
