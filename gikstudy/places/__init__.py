"""Administrative divisions by year, and the names of the bodies that govern them."""
