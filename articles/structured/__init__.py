"""What pages say of themselves to machines, in the words of schema.org 30.0, as JSON-LD."""
