"""What readers open: the discussion, their own comments and data, and pages on moderation."""
