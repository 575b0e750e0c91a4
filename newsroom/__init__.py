"""The project: settings, addresses, roles and what concerns the site as a whole."""
