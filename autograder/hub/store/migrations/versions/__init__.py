"""The steps, each from one version of the tables to the next; a step that was released stays."""
