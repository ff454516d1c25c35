"""The ``medskick`` command. Only what the chosen verb needs is imported, so that help comes at once."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

TOO_OLD = (
    "Medskick behöver Python 3.11 eller nyare. Den här är {}.{}. Installera en nyare Python och försök igen."
)
PHASES = {
    "dialog": "dialogue",
    "analys": "analysis",
    "forslag": "draft",
    "remiss": "referral",
    "beslut": "decision",
    "uppfoljning": "followup",
}


class Parser(argparse.ArgumentParser):
    """argparse with Swedish headings, and one clear line for a mistake."""

    def __init__(self, **options: object) -> None:
        options.setdefault("add_help", False)
        super().__init__(**options)  # type: ignore[arg-type]
        self._positionals.title = "värden"
        self._optionals.title = "tillval"
        self.add_argument("-h", "--help", action="help", help="visa den här hjälpen")

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", "användning:", 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage:", "användning:", 1)

    def error(self, message: str) -> None:  # type: ignore[override]
        """Say what was wrong and where the help is. Exit code 2."""
        for english, swedish in _MISTAKES:
            message = message.replace(english, swedish)
        self.exit(2, f"{self.prog}: {message}\nHjälp: {self.prog} --help\n")


_MISTAKES = (
    ("unrecognized arguments:", "det här känns inte igen:"),
    ("the following arguments are required:", "det här saknas:"),
    ("expected one argument", "ett värde saknas"),
    ("expected at least one argument", "minst ett värde saknas"),
    ("invalid int value:", "ska vara ett heltal, inte"),
    ("invalid choice:", "finns inte:"),
    ("(choose from", "(välj bland"),
    ("ambiguous option:", "tvetydigt tillval:"),
    ("could match", "kan betyda"),
    ("argument ", ""),
)


def _phase(name: str) -> str:
    """A phase by its Swedish name, with or without rings and dots, or by its name in the code."""
    wanted = name.strip().casefold().translate(str.maketrans("åäö", "aao"))
    found = PHASES.get(wanted, wanted)
    if found not in PHASES.values():
        raise argparse.ArgumentTypeError(f"finns inte: {name!r} (välj bland {', '.join(PHASES)})")
    return found


def _up_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true", help="fyll på med en påhittad demonstration")
    parser.add_argument("--region", metavar="FIL", help="regionens fil (TOML); kopieras till datamappen")
    parser.add_argument(
        "--phase", type=_phase, metavar="FAS", help=f"fas som demonstrationen ska stå i: {', '.join(PHASES)}"
    )
    parser.add_argument("--port", type=int, default=8000, help="port (standard: 8000; 0 väljer en ledig)")
    parser.add_argument(
        "--host", default="127.0.0.1", help="adress att lyssna på (standard: bara den här datorn)"
    )
    _data_argument(parser)


def _data_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", metavar="MAPP", help="datamapp (standard: $MEDSKICK_DATA eller ./data)")


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    _data_argument(parser)
    parser.add_argument(
        "--mail", action="store_true", help="prova också att nå e-postservern (inget mejl skickas)"
    )


def _worker_arguments(parser: argparse.ArgumentParser) -> None:
    _data_argument(parser)
    parser.add_argument("--until-empty", action="store_true", help="sluta när inget väntar")


def _web_arguments(parser: argparse.ArgumentParser) -> None:
    _data_argument(parser)
    parser.add_argument("--port", type=int, default=8000, help="port (standard: 8000)")
    parser.add_argument(
        "--host", default="127.0.0.1", help="adress att lyssna på (standard: bara den här datorn)"
    )
    parser.add_argument("--fd", type=int, help=argparse.SUPPRESS)


def _link_arguments(parser: argparse.ArgumentParser) -> None:
    _data_argument(parser)
    parser.add_argument(
        "email", nargs="?", help="en befintlig medarbetares e-postadress (annars en ny administratör)"
    )


def _file_arguments(parser: argparse.ArgumentParser) -> None:
    _data_argument(parser)
    parser.add_argument("file", metavar="FIL", help="säkerhetskopians fil (.tar eller .tar.gz)")


def _prepare_arguments(parser: argparse.ArgumentParser) -> None:
    _data_argument(parser)
    parser.add_argument("--demo", action="store_true")
    parser.add_argument("--phase")
    parser.add_argument("--region")
    parser.add_argument("--address", default="")


def _analyse_arguments(parser: argparse.ArgumentParser) -> None:
    from medskick.engine.analysis import cli

    cli.add_arguments(parser)


def _up(args: argparse.Namespace) -> int:
    from medskick.config.up import up

    return up(args)


def _prepare(args: argparse.Namespace) -> int:
    from medskick.config.preparing import prepare

    return prepare(args)


def _web(args: argparse.Namespace) -> int:
    from medskick.config.processes import web

    return web(args.host, args.port, args.fd)


def _worker(args: argparse.Namespace) -> int:
    from medskick.config.processes import worker

    return worker(until_empty=args.until_empty)


def _check(args: argparse.Namespace) -> int:
    from medskick.config.checking import check

    return check(with_mail=args.mail)


def _migrate(_args: argparse.Namespace) -> int:
    from medskick.config.preparing import migrate

    return migrate()


def _link(args: argparse.Namespace) -> int:
    from medskick.config.preparing import print_link

    return print_link(args.email)


def _backup(args: argparse.Namespace) -> int:
    from medskick.config.backup import backup_command

    return backup_command(args.file)


def _restore(args: argparse.Namespace) -> int:
    from medskick.config.backup import restore_command

    return restore_command(args.file)


def _analyse(args: argparse.Namespace) -> int:
    from medskick.engine.analysis import cli

    return cli.main(args)


def _version(_args: argparse.Namespace) -> int:
    from medskick import __version__

    print(f"Medskick {__version__}, Python {sys.version.split()[0]}")
    return 0


def _nothing(_parser: argparse.ArgumentParser) -> None:
    """The verb takes no arguments."""


Verb = tuple[str, Callable[[argparse.ArgumentParser], None], Callable[[argparse.Namespace], int]]
VERBS: dict[str, Verb] = {
    "up": ("starta webbplatsen och arbetaren", _up_arguments, _up),
    "analyse": ("hitta teman i en tabell med inspel", _analyse_arguments, _analyse),
    "check": ("berätta vad som är fel inställt", _check_arguments, _check),
    "worker": ("kör bara arbetaren", _worker_arguments, _worker),
    "web": ("kör bara webbservern (bakom en proxy)", _web_arguments, _web),
    "migrate": ("uppdatera databasen till den här versionen", _data_argument, _migrate),
    "admin-link": ("ge en ny engångslänk till en administratör", _link_arguments, _link),
    "backup": ("säkerhetskopiera databas och filer", _file_arguments, _backup),
    "restore": ("återställ en säkerhetskopia till en tom datamapp", _file_arguments, _restore),
    "version": ("visa versionen", _nothing, _version),
}
INTERNAL: dict[str, Verb] = {"prepare": ("", _prepare_arguments, _prepare)}


def _parser(chosen: str | None) -> Parser:
    parser = Parser(
        prog="medskick",
        description="En röst hela vägen: från en mening i en telefon till den antagna strategin.",
        epilog="Hjälp om ett kommando: medskick KOMMANDO --help",
    )
    verbs = parser.add_subparsers(title="kommandon", dest="verb", metavar="KOMMANDO", parser_class=Parser)
    for name, (words, arguments, run) in VERBS.items():
        verb = verbs.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
        verb.set_defaults(run=run)
        if name == chosen:
            arguments(verb)
    if chosen in INTERNAL:
        _words, arguments, run = INTERNAL[chosen]
        verb = verbs.add_parser(chosen)
        verb.set_defaults(run=run)
        arguments(verb)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; returns its exit code: 0 well, 1 something is wrong, 2 used in the wrong way."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the sentence is for those who have not
        print(TOO_OLD.format(*sys.version_info[:2]), file=sys.stderr)
        return 1
    arguments = list(sys.argv[1:] if argv is None else argv)
    chosen = next((word for word in arguments if not word.startswith("-")), None)
    parser = _parser(chosen)
    args = parser.parse_args(arguments)
    if not args.verb:
        parser.print_help()
        return 0
    if args.verb != "analyse":
        os.umask(0o077)  # the data folder holds original texts: for its owner only
    if getattr(args, "data", None):
        os.environ["MEDSKICK_DATA"] = os.path.abspath(args.data)
    try:
        return int(args.run(args))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1
