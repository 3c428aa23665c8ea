"""nbgrader's exchange by way of the service, instead of a folder that all users share.

These plugins run in a user's own server, as that user. In ``nbgrader_config.py``:

    from autograder.hub.exchange import configure

    configure(get_config())
"""

from autograder.hub.exchange.collecting import ExchangeCollect
from autograder.hub.exchange.feedback import ExchangeFetchFeedback, ExchangeReleaseFeedback
from autograder.hub.exchange.fetching import ExchangeFetchAssignment
from autograder.hub.exchange.listing import ExchangeList
from autograder.hub.exchange.plugin import HubExchange
from autograder.hub.exchange.releasing import ExchangeReleaseAssignment
from autograder.hub.exchange.settings import configure
from autograder.hub.exchange.submitting import ExchangeSubmit

__all__ = [
    "ExchangeCollect",
    "ExchangeFetchAssignment",
    "ExchangeFetchFeedback",
    "ExchangeList",
    "ExchangeReleaseAssignment",
    "ExchangeReleaseFeedback",
    "ExchangeSubmit",
    "HubExchange",
    "configure",
]
