"""The demo's stories: real procedures over HTTP alone, one story in each file of this package.

To add one, add a file: a function decorated with `story` (infra.local.stories.registry) is found by itself, told in
the order of the file names within its province, and proven by `make demo` and by tests/e2e/test_stories.py.
"""
