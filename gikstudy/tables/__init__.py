"""Tables 2, 3 and 4 of a page: where they are, what each cell prints, what follows from the sums."""
