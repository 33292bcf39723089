"""Many runs: which, spread over the machine's cores or a cluster, and what came of them. No Qt."""
