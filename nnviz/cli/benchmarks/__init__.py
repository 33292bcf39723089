"""What `nnviz bench` measures, in processes of their own."""
