"""The application a web server runs: gunicorn wsgi:app."""

import sys

from forms.loader import FormFileError
from portal import create_app
from portal.exceptions import ConfigError

try:
    app = create_app()
except (ConfigError, FormFileError) as error:
    # Whoever starts it needs the sentence, not where in the code it was found.
    sys.exit(str(error))
