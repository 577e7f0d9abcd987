"""The settings of a project on the command line: what an option does not say, ``[tool.symnn]`` says."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from click.core import ParameterSource

from symnn.cli.common import SETTINGS, Problem

OPTIONS = ("select", "ignore", "timeout", "strict", "jobs", "lang", "baseline")


def configured(function: Callable[..., int]) -> Callable[..., int]:
    """A command on ``paths`` whose options are taken from the settings of the project where they are not given."""

    @click.option("--no-config", is_flag=True, help="Take no settings from pyproject.toml.")
    @wraps(function)
    def run(no_config: bool, **given: Any) -> int:
        from symnn.configuration import ConfigurationError, configuration

        context = click.get_current_context()
        if no_config:
            return function(**given)
        try:
            settings = configuration(given["paths"])
        except ConfigurationError as error:
            raise Problem(str(error)) from error
        context.meta[SETTINGS] = settings
        if not given["paths"] and not given.get("catalog"):
            given["paths"] = settings.default_paths()
        for name in OPTIONS:
            value = getattr(settings, name)
            if name in given and value is not None and context.get_parameter_source(name) is ParameterSource.DEFAULT:
                given[name] = value
        return function(**given)

    return run
