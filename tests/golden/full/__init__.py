"""Full-length articles of eight kinds, and what a careful reader finds in them."""
