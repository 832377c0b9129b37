"""Moving in: readers yield records, one loader writes them."""

from posts.exchange.errors import ExchangeError
from posts.exchange.jekyll import JekyllReader, open_jekyll
from posts.exchange.load import Loader
from posts.exchange.record import Message, Outcome, Record, Refusal, Result
from posts.exchange.report import Report

__all__ = [
    "ExchangeError",
    "JekyllReader",
    "Loader",
    "Message",
    "Outcome",
    "Record",
    "Refusal",
    "Report",
    "Result",
    "open_jekyll",
]
