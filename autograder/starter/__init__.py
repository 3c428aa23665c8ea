"""What ``autograder new`` writes: a small working assignment to start from."""
