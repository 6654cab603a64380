"""What people can ask for, as values; every handler calls this and turns the answers into its platform's form."""
