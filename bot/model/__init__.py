"""What passes between the stages: frozen, keyword-only values, and the ports that the stages need from other rooms."""
