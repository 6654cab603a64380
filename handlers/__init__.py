"""What people see and press: each handler turns commands into calls of the desk, and alerts into messages."""
