"""How gunicorn serves the portal: gunicorn -c python:portal.serving wsgi:app.

How many processes is WEB_CONCURRENCY's to say, as gunicorn reads it; one for each core is right.
"""

worker_class = "gthread"
threads = 4
# The portal is built once and shared: each process then starts at once and keeps less in memory.
preload_app = True
# Nobody steers a running server through a file in somebody's home.
control_socket_disable = True
timeout = 30
graceful_timeout = 20
# The longest answers travel in the body; nothing long belongs in an address or a header.
limit_request_line = 2048
limit_request_field_size = 8190
# Addresses hold codes, so there is no access log. Everything else goes to standard error as JSON lines.
accesslog = None
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "portal.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"}},
    "root": {"handlers": [], "level": "WARNING"},
    "loggers": {
        "gunicorn.error": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "gunicorn.access": {"handlers": [], "propagate": False},
    },
}
