"""What other graders take: otter-grader's bundles, and this engine packed for Gradescope."""
