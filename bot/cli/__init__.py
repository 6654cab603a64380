"""The command line: what each command is called, what it takes, and what its help says."""
