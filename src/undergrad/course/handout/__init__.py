"""Makes the students' files from a solution and an assignment."""
