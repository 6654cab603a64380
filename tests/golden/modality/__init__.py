"""What is denied, doubted, planned, tried, supposed, nearly so, beaten back or long past: sentences for each kind."""
