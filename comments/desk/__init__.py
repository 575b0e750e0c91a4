"""The moderators' desk: `/admin/desk/`."""
