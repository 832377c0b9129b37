import logging

from historyblog import outages

LONGEST = 300  # characters


class OneLine(logging.Filter):
    """Keeps of a record one short line: what strangers send is no fault of the code."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = record.getMessage()[:LONGEST], ()
        record.exc_info = record.exc_text = None
        return True


class Outages(logging.Filter):
    """Keeps of what the machine refuses its reason, and nothing of what is told already."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if error is None or not outages.outage_of(error):
            return True
        record.msg, record.args = f"{record.getMessage()}: {outages.reason_of(error)}", ()
        record.exc_info = record.exc_text = None
        return not outages.is_told(error)
