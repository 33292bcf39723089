"""The figure of the article's claims: six settings, five seeds each."""
