"""The application a web server runs: gunicorn wsgi:app."""

import sys

from forms.library import faults
from forms.loader import FormFileError
from portal import create_app
from portal.exceptions import ConfigError

# Whoever starts it needs the sentences, not where in the code they were found.
try:
    app = create_app()
except ConfigError as error:
    sys.exit(str(error))
except FormFileError as error:
    sys.exit("\n".join(faults()) or str(error))
