import logging

LONGEST = 300  # characters


class OneLine(logging.Filter):
    """Keeps of a record one short line: what strangers send is no fault of the code."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = record.getMessage()[:LONGEST], ()
        record.exc_info = record.exc_text = None
        return True
