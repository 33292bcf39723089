"""Why this answer and not that: the lead of one class over another, on its way from the pixels."""
