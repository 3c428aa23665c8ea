"""Make nbgrader use the service: one call in a configuration file."""

from traitlets.config import Config

from autograder.hub.exchange.collecting import ExchangeCollect
from autograder.hub.exchange.feedback import ExchangeFetchFeedback, ExchangeReleaseFeedback
from autograder.hub.exchange.fetching import ExchangeFetchAssignment
from autograder.hub.exchange.listing import ExchangeList
from autograder.hub.exchange.plugin import HubExchange
from autograder.hub.exchange.releasing import ExchangeReleaseAssignment
from autograder.hub.exchange.submitting import ExchangeSubmit


def configure(config: Config) -> None:
    """Set what nbgrader exchanges assignments by; ``config`` is what ``get_config()`` returns."""
    factory = config.ExchangeFactory
    factory.exchange = HubExchange
    factory.list = ExchangeList
    factory.fetch_assignment = ExchangeFetchAssignment
    factory.fetch_feedback = ExchangeFetchFeedback
    factory.submit = ExchangeSubmit
    factory.release_assignment = ExchangeReleaseAssignment
    factory.release_feedback = ExchangeReleaseFeedback
    factory.collect = ExchangeCollect
