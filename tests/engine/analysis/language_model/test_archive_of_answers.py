"""What was asked and answered is kept, and suffices to make the same result again with the endpoint off."""

import json
import ssl
import subprocess

import pytest

from helpers_language_model import endpoint, honest, proposal, sentence, speaking, voices
from helpers_needs import program
from medskick.engine.analysis import cli
from medskick.engine.analysis.contract import AnalysisError, Options
from medskick.engine.analysis.language_model import LanguageModel
from medskick.engine.analysis.language_model.client import Client, NoAnswerError
from medskick.engine.analysis.language_model.settings import KEY_VARIABLE
from medskick.engine.analysis.run import analyse

FILES = ("result.json", "report.html", "statements.csv", "masks.csv")
KEY = "hemlig-nyckel-4711"


def made(folder, **model):
    quick = {"name": "liten-modell", "timeout": 2, "budget": 20, "retries": 0, "pause": 0.0, **model}
    return analyse(voices(), folder, Options(themes=3, language_model=LanguageModel(**quick)))


def bytes_of(result):
    return {name: (result.folder / name).read_bytes() for name in FILES}


@pytest.fixture
def first(tmp_path):
    """A result made with the endpoint on."""
    with endpoint(speaking(honest)) as server:
        return made(tmp_path / "first", url=server.url, archive=tmp_path / "archive", key=KEY)


def test_the_archive_alone_gives_the_same_bytes(first, tmp_path):
    again = made(tmp_path / "again", archive=tmp_path / "archive")
    assert again.document["language_model"]["written"] > 0
    assert bytes_of(again) == bytes_of(first)


def test_what_is_in_the_archive_is_not_asked_again(first, tmp_path):
    with endpoint(speaking(honest)) as server:
        again = made(tmp_path / "again", url=server.url, archive=tmp_path / "archive")
    assert server.questions == []
    assert bytes_of(again) == bytes_of(first)


def test_with_neither_endpoint_nor_answers_the_document_says_so(first, tmp_path):
    (tmp_path / "empty").mkdir()
    bare = made(tmp_path / "bare", archive=tmp_path / "empty")
    told = bare.document["language_model"]
    assert told["unanswered"] == told["asked"]
    assert told["written"] == 0
    assert "fick inget svar" in (bare.folder / "report.html").read_text("utf-8")


def test_an_answer_that_was_altered_is_not_believed(first, tmp_path):
    for path in (tmp_path / "archive" / "answers").iterdir():
        kept = json.loads(path.read_text("utf-8"))
        kept["answer"] = kept["answer"].replace("skriver_om", "vill_ha")
        path.write_text(json.dumps(kept), "utf-8")
    again = made(tmp_path / "again", archive=tmp_path / "archive")
    assert again.document["language_model"]["written"] == 0


def test_every_question_and_answer_is_kept_with_model_parameters_hash_and_date(first, tmp_path):
    kept = [json.loads(path.read_text("utf-8")) for path in (tmp_path / "archive" / "answers").iterdir()]
    assert len(kept) == first.document["language_model"]["asked"]
    for one in kept:
        assert one["question"]["model"] == "liten-modell"
        assert one["question"]["prompt"] == "1"
        assert one["question"]["parameters"]["temperature"] == 0
        assert one["question"]["messages"][0]["role"] == "system"
        assert len(one["answer_sha256"]) == 64
        assert one["at"][:2] == "20"
    calls = (tmp_path / "archive" / "calls.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["outcome"] for line in calls] == ["answered"] * len(kept)


def test_the_key_is_sent_and_written_nowhere_not_even_when_it_is_said_back(tmp_path):
    def say_it_back(question):
        assert question.headers["Authorization"] == f"Bearer {KEY}"
        return proposal(sentence(KEY, question.ids))

    with endpoint(speaking(say_it_back)) as server:
        result = made(tmp_path / "out", url=server.url, archive=tmp_path / "archive", key=KEY)
    assert server.questions
    for path in [*result.folder.iterdir(), *(tmp_path / "archive").rglob("*")]:
        assert path.is_dir() or KEY.encode() not in path.read_bytes(), path
    assert KEY not in repr(LanguageModel("m", server.url, KEY))


def test_a_busy_server_is_asked_again_within_the_budget():
    told = []

    def busy_first(handler, question):
        told.append(question)
        speaking(honest)(handler, question) if len(told) > 2 else handler.say(b"{}", 503)

    with endpoint(busy_first) as server:
        client = Client(LanguageModel("m", server.url, timeout=2, budget=10, retries=2, pause=0.01))
        client.ask([{"role": "system", "content": "x"}, {"role": "user", "content": _material()}], {})
        assert len(told) == 3
        spent = Client(LanguageModel("m", server.url, budget=0))
        with pytest.raises(NoAnswerError, match="slut"):
            spent.ask([], {})
        assert len(told) == 3


def test_a_server_that_knows_no_schema_is_asked_without_it():
    def picky(handler, question):
        known = "response_format" not in question.body
        speaking(honest)(handler, question) if known else handler.say(b"{}", 400)

    with endpoint(picky) as server:
        client = Client(LanguageModel("m", server.url, timeout=2, budget=10, retries=0))
        messages = [{"role": "system", "content": "x"}, {"role": "user", "content": _material()}]
        assert "skriver_om" in client.ask(messages, {"response_format": {"type": "json_object"}})


@pytest.fixture
def own_certificate(tmp_path):
    """A certificate for localhost that this machine made for itself, and its key."""
    subject = ("-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
    files = ("-keyout", tmp_path / "own.pem", "-out", tmp_path / "c.pem")
    command = [program("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", *files, *subject]
    subprocess.run(command, capture_output=True, check=True)
    return tmp_path / "c.pem", tmp_path / "own.pem"


@pytest.mark.parametrize("vouched_for", [False, True])
def test_a_certificate_nobody_vouches_for_is_refused(own_certificate, vouched_for, monkeypatch):
    if vouched_for:
        monkeypatch.setenv("SSL_CERT_FILE", str(own_certificate[0]))
    messages = [{"role": "system", "content": "x"}, {"role": "user", "content": _material()}]
    with endpoint(speaking(honest)) as server:
        safe = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        safe.load_cert_chain(*own_certificate)
        server.socket = safe.wrap_socket(server.socket, server_side=True)
        url = f"https://localhost:{server.server_address[1]}/v1"
        client = Client(LanguageModel("m", url, timeout=2, budget=5, retries=0))
        if vouched_for:
            assert "skriver_om" in client.ask(messages, {})
        else:
            with pytest.raises(NoAnswerError):
                client.ask(messages, {})
        assert len(server.questions) == vouched_for


@pytest.mark.parametrize(
    "url",
    [
        "http://modell.exempel.invalid/v1",
        "ftp://localhost/v1",
        "https://user:pass@exempel.invalid/v1",
        "https://exempel.invalid/v1?key=1",
        "https://",
        "exempel",
        "http://[::1",
    ],
)
def test_an_address_that_is_not_safe_is_refused(url):
    with pytest.raises(AnalysisError):
        LanguageModel("m", url)


@pytest.mark.parametrize("name", ["", "<b>m</b>", "m" * 81, "m\nx"])
def test_a_name_that_could_not_stand_in_a_label_is_refused(name):
    with pytest.raises(AnalysisError):
        LanguageModel(name, "https://exempel.invalid/v1")


def test_the_command_line_asks_only_when_told_to_and_takes_the_key_from_the_environment(
    tmp_path, monkeypatch
):
    table = tmp_path / "in.csv"
    rows = [f'{voice.id},"{voice.text.replace(chr(34), chr(39))}"' for voice in voices()]
    table.write_text("\n".join(["id,text", *rows]), "utf-8")
    monkeypatch.setenv(KEY_VARIABLE, KEY)
    plain = [str(table), "--text", "text", "--id", "id", "--themes", "3"]
    with endpoint(speaking(honest)) as server:
        assert cli.main([*plain, "--out", str(tmp_path / "off")]) == 0
        assert server.questions == []
        asked = ["--language-model", server.url, "--language-model-name", "liten-modell"]
        kept = ["--archive", str(tmp_path / "archive")]
        assert cli.main([*plain, *asked, *kept, "--out", str(tmp_path / "on")]) == 0
        assert server.questions[0].headers["Authorization"] == f"Bearer {KEY}"
    again = ["--language-model-name", "liten-modell", *kept]
    assert cli.main([*plain, *again, "--out", str(tmp_path / "again")]) == 0
    assert (tmp_path / "on" / "report.html").read_bytes() == (tmp_path / "again" / "report.html").read_bytes()
    assert cli.main([*plain, "--language-model", server.url, "--out", str(tmp_path / "nameless")]) == 2


def _material():
    return json.dumps({"synpunkter": [{"id": "s1", "text": "fler bussar på kvällen"}], "ord": {}})
