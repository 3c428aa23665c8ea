"""What may cross the wall between the student process and the examiner, and how."""
