"""How an output that is wrong learns, with two costs."""
