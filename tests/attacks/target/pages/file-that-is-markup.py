# title: a file whose metadata, attachments, ids, tags and old outputs are scripts; its work is missing
# exercise: Exercise 7
# points: total-test=0, kinds-test=0, rescale-public=0, rescale-test=0, figure-test=0, model-test=0, summary-test=0
# shows: it ran without its old outputs
# peers: no

# %% raw
# {
#  "nbformat": 4,
#  "nbformat_minor": 5,
#  "metadata": {
#   "title": "</title><script>window.won=1</script>",
#   "authors": [
#    {
#     "name": "<script>window.won=1</script>"
#    }
#   ],
#   "kernelspec": {
#    "name": "x\u001b]0;won\u0007",
#    "display_name": "<script>window.won=1</script>",
#    "language": "python"
#   },
#   "language_info": {
#    "name": "<script>window.won=1</script>",
#    "pygments_lexer": "../../etc",
#    "mimetype": "text/html"
#   },
#   "css": [
#    "http://127.0.0.1:@TCP@/meta.css"
#   ],
#   "widgets": {
#    "application/vnd.jupyter.widget-state+json": {
#     "state": {
#      "x": {
#       "model_name": "HTMLModel",
#       "state": {
#        "value": "</script><script>window.won=1</script>"
#       }
#      }
#     },
#     "version_major": 2,
#     "version_minor": 0
#    }
#   },
#   "autograder": {
#    "handed_in": "<script>window.won=1</script>"
#   },
#   "celltoolbar": "<script>window.won=1</script>"
#  },
#  "cells": [
#   {
#    "cell_type": "markdown",
#    "id": "a-b",
#    "metadata": {
#     "tags": [
#      "<script>window.won=1</script>"
#     ],
#     "slideshow": {
#      "slide_type": "<b>"
#     },
#     "autograder": {
#      "handed_in": "<script>window.won=1</script>"
#     }
#    },
#    "source": "![svg](attachment:a.svg) ![html](attachment:b.png) ![name](attachment:c\"><script>window.won=1</script>) ![none](attachment:none.png) ![two](attachment:two.png)",
#    "attachments": {
#     "a.svg": {
#      "image/svg+xml": "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIG9ubG9hZD0id2luZG93Lndvbj0xIi8+"
#     },
#     "b.png": {
#      "text/html": "PHNjcmlwdD53aW5kb3cud29uPTE8L3NjcmlwdD4="
#     },
#     "c\"><script>window.won=1</script>": {
#      "image/png\" onerror=\"window.won=1": "x\"><script>window.won=1</script>"
#     },
#     "two.png": {
#      "image/png": "x\" onerror=\"window.won=1"
#     }
#    }
#   },
#   {
#    "cell_type": "markdown",
#    "id": "<script>window.won=1</script>",
#    "metadata": {
#     "nbgrader": {
#      "grade_id": "essay",
#      "schema_version": 3,
#      "grade": true,
#      "solution": true,
#      "locked": false,
#      "points": 1,
#      "cell_type": "markdown",
#      "task": false,
#      "comment": "<script>window.won=1</script>"
#     }
#    },
#    "source": "<script>window.won=1</script> ![svg](attachment:a.svg)",
#    "attachments": {
#     "a.svg": {
#      "image/svg+xml": "<svg onload=window.won=1>",
#      "text/html": "<script>window.won=1</script>"
#     }
#    }
#   },
#   {
#    "cell_type": "raw",
#    "id": "raw-1",
#    "metadata": {
#     "raw_mimetype": "text/html",
#     "format": "text/html"
#    },
#    "source": "<script>window.won=1</script><div class=\"navbar-fixed-top\" id=\"statusmessage\">19 of 19 points</div><a href=\"https://elsewhere.example/\">a</a>"
#   },
#   {
#    "cell_type": "code",
#    "id": "c",
#    "execution_count": 99,
#    "metadata": {
#     "collapsed": true,
#     "trusted": true,
#     "jupyter": {
#      "source_hidden": true
#     },
#     "tags": [
#      "skip-execution\" onclick=\"window.won=1"
#     ]
#    },
#    "outputs": [
#     {
#      "output_type": "display_data",
#      "metadata": {},
#      "data": {
#       "text/html": "<script>window.won=1</script>"
#      }
#     }
#    ],
#    "source": "# </script><script>window.won=1</script>\nprint('it ran without its old outputs')"
#   }
#  ]
# }
