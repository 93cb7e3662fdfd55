"""Loads common modules once before the workers are forked (`forked_run.py`)."""

from __future__ import annotations

import functools
import importlib

import botocore.session
from botocore.loaders import JSONFileLoader, Loader
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moto.core.loaders import Loader as MotoLoader

from infra.conformance.worker import LIBRARIES

SERVICES = ("dynamodb", "s3", "sqs", "secretsmanager", "cognito-idp", "lambda", "cloudformation", "iam", "kms", "sts")
REGION = "ap-southeast-1"


def load_ahead() -> None:
    """Load the application, what tests import at first use, the SDK's data, and what made-up examples begin with."""
    for name in (*LIBRARIES, "app"):
        importlib.import_module(name)
    remember_sdk_data()
    for service in SERVICES:
        _open_unused_session().create_client(service, REGION, aws_access_key_id="none", aws_secret_access_key="none")
    _draw_numbers()


@functools.cache
def remember_sdk_data() -> None:
    """Let a file of the SDK's data be read once in a process: each session reads more than a megabyte again.

    moto merges its additions into what it read, so what it remembers is its own: the SDK's stays as the SDK describes.
    """
    read = JSONFileLoader()
    ordinary, extended = functools.cache(read.load_file), functools.cache(read.load_file)
    JSONFileLoader.load_file = lambda self, file_path: ordinary(file_path)  # type: ignore[method-assign]

    class ExtendedFiles(JSONFileLoader):
        def load_file(self, file_path: str) -> object:
            return extended(file_path)

    MotoLoader.FILE_LOADER_CLASS = ExtendedFiles
    _remember_services()


def _remember_services() -> None:
    """Let the folders of the services be listed once: each session lists 400 of them for its first client."""
    ask, listed = Loader.list_available_services, dict[tuple[str, ...], list[str]]()

    def list_services(self: Loader, type_name: str) -> list[str]:
        key = (type_name, *self.search_paths)
        if key not in listed:
            listed[key] = ask(self, type_name)
        return [*listed[key]]

    Loader.list_available_services = list_services  # type: ignore[method-assign]


@functools.cache
def _open_unused_session() -> botocore.session.Session:
    """A session whose keys open nothing; it is no test's own."""
    return botocore.session.Session()


# Reading them takes longer than any example may.
@settings(max_examples=5, database=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(), min_size=100, max_size=100))
def _draw_numbers(numbers: list[int]) -> None:
    """Draw once before the fork: for its first example the library reads every source of the project."""
