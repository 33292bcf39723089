"""Tables and animated pictures for others. No screen."""
