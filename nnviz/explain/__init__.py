"""The numbers behind each explanation: small sums, walks, gradients of mini-batches, checks. No screen."""
