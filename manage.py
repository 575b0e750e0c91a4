#!/usr/bin/env python
"""The newsroom's command line."""

import os
import sys


def main() -> None:
    """Run a management command; a setting that is missing or wrong is one line, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"Cannot start: {error}")


if __name__ == "__main__":
    main()
