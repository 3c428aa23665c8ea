"""Grade past one machine: on the workers of a Dask cluster, each with warm zygotes of its own."""

from autograder.cluster.client import Cluster

__all__ = ["Cluster"]
