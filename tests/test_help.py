"""The help of the command: text for every verb and option, and an example that works."""

from __future__ import annotations

import argparse
import shlex

import pytest

from gikstudy.arguments import parser_of
from gikstudy.cli import VERBS


def parsers() -> dict[str, argparse.ArgumentParser]:
    """The parser of the command and, by name, that of each verb."""
    main = parser_of(VERBS)
    (chosen,) = [action for action in main._actions if action.dest == "verb"]
    return {"": main, **chosen.choices}


PARSERS = parsers()


@pytest.mark.parametrize("verb", PARSERS)
def test_every_option_has_help(verb):
    for action in PARSERS[verb]._actions:
        if action.dest != "verb":
            assert action.help, action
            assert not action.help.endswith("."), action.help


@pytest.mark.parametrize("verb", PARSERS)
def test_a_default_is_told(verb):
    for action in PARSERS[verb]._actions:
        if action.option_strings and action.default not in (
            None,
            False,
            0,
            0.0,
            [],
            "==SUPPRESS==",
        ):
            assert f"(default: {action.default})" in action.help


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_shows_an_example_that_it_understands(verb, capsys):
    with pytest.raises(SystemExit) as stop:
        parser_of(VERBS).parse_args([verb, "--help"])
    assert stop.value.code == 0
    text = capsys.readouterr().out
    assert PARSERS[verb].description in text
    example = text.partition("\nexample:\n")[2].strip()
    program, *words = shlex.split(example)
    assert program == "gikstudy"
    assert parser_of(VERBS).parse_args(words).verb == verb


def test_the_help_lists_every_verb(capsys):
    with pytest.raises(SystemExit):
        parser_of(VERBS).parse_args(["--help"])
    text = capsys.readouterr().out
    for verb in VERBS:
        assert f"\n    {verb} " in text
