"""The build of the law, its checks, and tools that compare versions of it."""
