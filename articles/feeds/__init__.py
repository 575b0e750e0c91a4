"""What readers and other papers subscribe to: RSS 2.0, Atom and JSON Feed 1.1 of the same items."""
