#!/usr/bin/env python
import os
import sys
from pathlib import Path


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "historyblog.settings")
    from historyblog.env import ConfigurationError
    from historyblog.preflight import PreflightError, become_server, require_quotes

    if sys.argv[1:2] == ["serve"]:
        become_server(sys.orig_argv)
    try:
        from django.core.management import execute_from_command_line

        from historyblog.commands import plain_database_errors
    except ImportError:
        sys.exit("Django is not installed here. Run `make setup`, then use .venv/bin/python.")
    try:
        require_quotes(Path(__file__).with_name(".env"))
        with plain_database_errors():
            execute_from_command_line(sys.argv)
    except (ConfigurationError, PreflightError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
