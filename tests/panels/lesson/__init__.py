"""The lesson's panel."""
