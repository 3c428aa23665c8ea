"""The two rooms and the wall between: the student process, and the examiner."""
