// A Guest of the session.
// Neither guesthouse nor guest_of is a whole word.
// It runs by hand, and two guests do.
