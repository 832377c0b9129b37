"""What is logged, and where to: Django's LOGGING."""

from typing import Any, Final

ASKERS_FAULTS: Final = (
    *("DisallowedHost", "Refused", "RequestDataTooBig"),
    *("FormTooLarge", "TooManyFieldsSent", "TooManyFilesSent"),
)


def logging_of(*, format: str, level: str) -> dict[str, Any]:
    """Return it for lines of `format` ("plain" or "json"), of `level` and above."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {
                "()": "historyblog.logs.PlainLine",
                "format": "{asctime} {levelname} {name}{of_request}: {message}",
                "style": "{",
            },
            "json": {"()": "historyblog.logs.JsonLine"},
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": format},
            "mail": {"class": "historyblog.error_mail.ErrorMail"},
        },
        "filters": {
            "one_line": {"()": "historyblog.logs.OneLine"},
            "outages": {"()": "historyblog.logs.Outages"},
        },
        "root": {"handlers": ["stderr", "mail"], "level": level},
        "loggers": {
            # Django's own handlers would send the whole request by mail, with what was typed.
            "django": {"level": "NOTSET"},
            # An address that nobody ever had is the asker's matter: robots would fill the log.
            "django.request": {"level": "ERROR", "filters": ["outages"]},
            **{f"django.security.{name}": {"filters": ["one_line"]} for name in ASKERS_FAULTS},
            # It masks names and addresses; `historyblog.sign_in` tells them.
            "axes": {"level": "ERROR"},
            "historyblog.access": {"level": "INFO"},
        },
    }


def of_granian(own: dict[str, Any]) -> dict[str, Any]:
    """Return what of `own` its lines need: that a worker was killed, for one."""
    loggers = {"_granian": {"handlers": ["stderr"], "propagate": False}}
    handlers = {"stderr": own["handlers"]["stderr"]}
    return {"formatters": own["formatters"], "handlers": handlers, "loggers": loggers}
