"""What `nnviz bench` measures: each module one part, as ratios taken side by side in one run."""
