"""Moving in: readers yield records, one loader writes them."""

from posts.exchange.errors import ExchangeError
from posts.exchange.load import Loader
from posts.exchange.reader import Options, Reader
from posts.exchange.record import Message, Outcome, Record, Refusal, Result
from posts.exchange.report import Report

__all__ = [
    "ExchangeError",
    "Loader",
    "Message",
    "Options",
    "Outcome",
    "Reader",
    "Record",
    "Refusal",
    "Report",
    "Result",
]
