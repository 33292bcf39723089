"""What a session is and how it lies in a file. No screen."""
