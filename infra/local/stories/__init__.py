"""The demo's stories: real procedures over HTTP alone, one subject in each file of this package.

To add one, add a file whose name begins with its province: each function in it that `story`
(infra.local.stories.registry) decorates is found automatically and run by `make demo`, in the order of the file names.
"""
