"""Scripts with which a statistician rebuilds every number from the registry itself."""
