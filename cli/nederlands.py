# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Typer in Dutch: the headings of the help, and what it says about an option that is wrong.

Help is plain text, without frames: a screen reader can read it, a pipe can hold it, and rich need not
be imported. Typer's own sentences are English and not meant to be replaced, so what it says is told
apart by the class of the error, or failing that by its words; a sentence that is unknown stays English.
"""

import re
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

_USAGE: Final = "Gebruik: "
_HELP: Final = "Toon deze hulp en stop."
_IN_HELP: Final = (
    ("[required]", "[verplicht]"),
    ("[env var: ", "[of omgevingsvariabele "),
    ("[default: ", "[zonder: "),
)
_SENTENCES: Final = (
    (r"No such option: (\S+)\.?", r"De optie {0} bestaat niet."),
    (r"Missing command\.", "Noem een opdracht."),
    (r"No such command '(.*)'\.(?: Did you mean .*)?", "De opdracht '{0}' bestaat niet."),
    (r"Got unexpected extra arguments? ?\(?s?\)? ?\((.*)\)", "Dit is te veel: {0}"),
    (r"Option '(.*)' requires an argument\.", "Geef bij {0} een waarde."),
    (r"Option '(.*)' does not take a value\.", "Geef bij {0} geen waarde."),
    (r"'(.*)' is not a valid int(?:eger)?\.", "'{0}' is geen geheel getal."),
    (r"(\S+) is not in the range (.*)\.", "{0} ligt buiten {1}."),
)
Context = typer.Context


class Opdracht(TyperCommand):
    """One command, with Dutch around it."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the first line of the help."""
        _usage(self, ctx, formatter)

    def get_help_option(self, ctx: Any) -> TyperOption | None:
        """Give `--help`."""
        return _help_option(super().get_help_option(ctx))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments and options."""
        _options(self, ctx, formatter)


class Groep(TyperGroup):
    """A group of commands, with Dutch around it."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the first line of the help."""
        _usage(self, ctx, formatter)

    def get_help_option(self, ctx: Any) -> TyperOption | None:
        """Give `--help`."""
        return _help_option(super().get_help_option(ctx))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write options and commands."""
        _options(self, ctx, formatter)
        known = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Opdrachten"):
            formatter.write_dl([(name, found.get_short_help_str(100)) for name, found in known if found is not None])


def nieuw(*, cls: type[Groep] = Groep, **more: str) -> typer.Typer:
    """Begin a group of commands, or a file with one command. `more` is `help`, for a group without a callback."""
    return typer.Typer(
        cls=cls,
        add_completion=False,
        no_args_is_help=True,
        options_metavar="[OPTIES]",
        subcommand_metavar="OPDRACHT …",
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        pretty_exceptions_show_locals=False,  # locals may hold a key
        **more,  # type: ignore[arg-type]  # only `help`: given as None it would hide that of the callback
    )


def zin(fault: Any) -> str:
    """Say in Dutch what Typer has against the command as it was typed."""
    kind = type(fault).__name__
    if kind == "MissingParameter":
        param = fault.param
        name = param.make_metavar(ctx=fault.ctx).rstrip(".") if param.param_type_name == "argument" else param.opts[0]
        return f"Er ontbreekt iets: {name.strip('[]{}')}."
    if kind == "NoSuchOption" and fault.possibilities:
        return f"De optie {fault.option_name} bestaat niet. Bedoelt u {' of '.join(sorted(fault.possibilities))}?"
    said = _translate(str(fault.message))
    hint = getattr(fault, "param_hint", None)
    if hint is None and getattr(fault, "param", None) is not None:
        hint = fault.param.opts[0] if fault.param.param_type_name == "option" else fault.param.human_readable_name
    return f"{hint}: {said}" if hint else said


def _translate(message: str) -> str:
    for english, dutch in _SENTENCES:
        if (match := re.fullmatch(english, message)) is not None:
            return dutch.format(*match.groups())
    return message


def _usage(command: Any, ctx: Any, formatter: Any) -> None:
    pieces = " ".join(command.collect_usage_pieces(ctx)).replace("{", "").replace("}", "")
    formatter.write_usage(ctx.command_path, pieces, prefix=_USAGE)


def _help_option(option: TyperOption | None) -> TyperOption | None:
    if option is not None:
        option.help = _HELP
    return option


def _options(command: Any, ctx: Any, formatter: Any) -> None:
    shown: dict[str, list[tuple[str, str]]] = {"argument": [], "option": []}
    for param in command.get_params(ctx):
        if (record := param.get_help_record(ctx)) is not None:
            name, text = record
            for english, dutch in _IN_HELP:
                text = text.replace(english, dutch)
            shown[param.param_type_name].append((name, text))
    for heading, rows in (("Argumenten", shown["argument"]), ("Opties", shown["option"])):
        if rows:
            with formatter.section(heading):
                formatter.write_dl(rows)
