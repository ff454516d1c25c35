"""Models that a region brings: from a folder, or behind an address. Tiny ones, made here."""

import contextlib
import json
import socket
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from helpers_editions import recounted, told
from helpers_needs import package
from medskick.engine.analysis import memory
from medskick.engine.analysis.contract import Address, AnalysisError, Contribution, Options
from medskick.engine.analysis.edition.live import LiveEdition
from medskick.engine.analysis.reading import statements
from medskick.engine.analysis.represent.models import Endpoint, endpoint, memory_of, open_folder
from medskick.engine.analysis.represent.models.files import fingerprint
from medskick.engine.analysis.run import analyse

BUS = ("buss", "bussi", "bussia", "bussit", "bussar", "hållplats", "pysäkki", "bussen")


def meaning(text):
    """What a model across languages would say: one direction for buses, another for everything else, and some noise."""
    words = text.lower().replace(".", "").split()
    noise = [zlib.crc32(f"{text}{i}".encode()) % 100 / 1000 for i in range(6)]
    return [float(any(w in BUS for w in words)), float(not any(w in BUS for w in words)), *noise]


class Server:
    """A real server on this machine that answers as it is told to."""

    def __init__(self, answer):
        asked = self.asked = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                asked.append((self.path, dict(self.headers), body))
                status, headers, content = answer(body, len(asked))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


def true_answer(body, _=0):
    rows = [{"index": i, "embedding": meaning(text)} for i, text in enumerate(body["input"])]
    return 200, {}, json.dumps({"data": rows[::-1]}).encode()


@pytest.fixture
def serving(monkeypatch):
    monkeypatch.setattr(endpoint, "PAUSE", 0.0)
    servers = []

    def start(answer=true_answer):
        servers.append(Server(answer))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def voices():
    swedish = [
        f"Fler bussar till {place} på kvällen." for place in ("Luleå", "Piteå", "Boden", "Kalix", "Gällivare")
    ]
    swedish += [
        f"En ny hållplats vid {place} behövs." for place in ("skolan", "torget", "hamnen", "sjukhuset")
    ]
    swedish += [f"Maten på äldreboendet i {place} är kall." for place in ("Luleå", "Piteå", "Boden", "Kalix")]
    swedish += [
        f"Äldre i {place} får för lite hjälp hemma." for place in ("Älvsbyn", "Haparanda", "Arvidsjaur")
    ]
    finnish = ["Toivon että bussit kulkevat myös sunnuntaisin täällä meillä kotikylässä."]
    texts = swedish + finnish
    return [
        Contribution(f"v{n}", text, lang="fi" if text in finnish else "sv") for n, text in enumerate(texts)
    ]


def test_a_text_in_finnish_finds_its_theme_among_swedish_ones(serving, tmp_path):
    server = serving()
    alone = analyse(voices(), tmp_path / "alone", Options(themes=2))
    helped = analyse(voices(), tmp_path / "helped", Options(themes=2, model=Address(server.url, "tiny")))
    kinds = {node["id"]: node["kind"] for node in [*alone.themes]}
    finnish = voices()[-1].id
    assert kinds[next(s.theme_id for s in statements(alone) if s.contribution_id == finnish)] == "language"
    theme_of = {s.contribution_id: s.theme_id for s in statements(helped)}
    assert theme_of[finnish] == theme_of["v0"] != theme_of["v9"]
    assert [row["lang"] for row in helped.document["other_languages"]] == ["fi"]
    assert "tiny" in helped.document["model"]["name"]
    assert not any("bussit" in node["label"].lower() for node in helped.themes)


def test_in_the_next_edition_other_languages_stay_where_the_model_put_them_and_new_ones_come_beside(
    serving, tmp_path
):
    model = Address(serving().url, "tiny")
    one = analyse(voices(), tmp_path / "one", Options(themes=2, model=model))
    finnish = voices()[-1]
    new = [
        Contribution("copy", finnish.text, lang="fi"),
        Contribution("other", "Meille tarvitaan uusi pysäkki koulun viereen.", lang="fi"),
        Contribution("kyla", "Vanhukset saavat liian vähän apua kotona.", lang="fi"),
    ]
    two = analyse([*voices(), *new], tmp_path / "two", Options(previous=one.folder, model=model))
    was = {s.contribution_id: s for s in statements(one)}
    now = {s.contribution_id: s for s in statements(two)}
    for own, old in was.items():
        assert (now[own].topic_id, now[own].x, now[own].y) == (old.topic_id, old.x, old.y)
    copy, other = now["copy"], now["other"]
    assert (copy.topic_id, copy.x, copy.y) == (was[finnish.id].topic_id, was[finnish.id].x, was[finnish.id].y)
    assert other.theme_id == was["v0"].theme_id
    assert now["kyla"].theme_id == was["v9"].theme_id != other.theme_id
    assert other.strength > 0
    assert (other.x, other.y) not in {(s.x, s.y) for s in was.values()}
    assert [row["lang"] for row in two.document["other_languages"]] == ["fi"] * 4
    assert {node["kind"] for node in two.themes} == {"theme"}
    assert told(two) == recounted(one, two)
    live = {row.contribution_id: row for row in LiveEdition(one.folder).place(new).rows}
    assert (live["copy"].topic, live["copy"].twin) == (copy.topic_id, True)
    assert (live["other"].kind, live["other"].topic) == ("language", None)


def test_what_the_model_placed_stays_when_the_model_is_gone_and_the_reverse(serving, tmp_path):
    model = Address(serving().url, "tiny")
    finnish, more = (
        voices()[-1],
        Contribution("other", "Meille tarvitaan uusi pysäkki koulun viereen.", lang="fi"),
    )
    helped = analyse(voices(), tmp_path / "helped", Options(themes=2, model=model))
    alone = analyse(voices(), tmp_path / "alone", Options(themes=2))
    for first, later in ((helped, None), (alone, model)):
        new = [more, Contribution("copy", finnish.text, lang="fi")]
        again = analyse([*voices(), *new], tmp_path / "again", Options(previous=first.folder, model=later))
        was = {s.contribution_id: s for s in statements(first)}
        now = {s.contribution_id: s for s in statements(again)}
        assert (now[finnish.id].topic_id, now[finnish.id].x) == (was[finnish.id].topic_id, was[finnish.id].x)
        kind = {node["id"]: node["kind"] for node in again.themes}
        assert now["copy"].topic_id == now[finnish.id].topic_id
        assert kind[now["other"].theme_id] == ("theme" if later else "language")


def test_what_is_masked_is_not_sent(serving, tmp_path):
    server = serving()
    text = "Ring mig på 070-123 45 67 om bussen."
    analyse([Contribution("a", text)], tmp_path / "out", Options(model=Address(server.url, "tiny")))
    sent = json.dumps([body for _, _, body in server.asked], ensure_ascii=False)
    assert "bussen" in sent
    assert "070" not in sent
    assert "45 67" not in sent


def test_the_key_comes_from_the_environment_and_is_left_nowhere(serving, tmp_path, monkeypatch):
    monkeypatch.setenv(endpoint.KEY_FROM, "hemligt-123")
    server = serving()
    analyse(voices(), tmp_path / "out", Options(model=Address(server.url, "tiny")))
    assert {headers["Authorization"] for _, headers, _ in server.asked} == {"Bearer hemligt-123"}
    assert not any(b"hemligt" in path.read_bytes() for path in (tmp_path / "out").iterdir())


def test_a_server_that_is_busy_is_asked_again(serving):
    server = serving(lambda body, n: (503, {}, b"") if n < 3 else true_answer(body))
    assert Endpoint(server.url, "tiny").encode(["en buss"]).shape == (1, 8)
    assert len(server.asked) == 3


BAD_ANSWERS = {
    "an error": (lambda body, n: (401, {}, b"{}"), "felkod 401"),
    "no json": (lambda body, n: (200, {}, b"<html>hej</html>"), "svarade inte som den skulle"),
    "another shape": (lambda body, n: (200, {}, b'{"data": 3}'), "något annat"),
    "too few rows": (lambda body, n: (200, {}, b'{"data": [{"index": 0, "embedding": [1, 2]}]}'), "inte på alla"),
    "twice the same row": (
        lambda body, n: (200, {}, json.dumps({"data": [{"index": 0, "embedding": [1, 2]}] * 2}).encode()),
        "inte på alla",
    ),
    "rows of different length": (
        lambda body, n: (200, {}, b'{"data": [{"index": 0, "embedding": [1]}, {"index": 1, "embedding": [1, 2]}]}'),
        "något annat",
    ),
    "what is no number": (
        lambda body, n: (
            200, {}, b'{"data": [{"index": 0, "embedding": [NaN, 1]}, {"index": 1, "embedding": [1, 2]}]}'
        ),
        "annat än tal",
    ),
    "a number beyond all bounds": (
        lambda body, n: (200, {}, b'{"data": [{"index": 1e999, "embedding": [1, 1]}]}'),
        "något annat",
    ),
    "lists in lists without end": (lambda body, n: (200, {}, b"[" * 200_000), "svarade inte som den skulle"),
    "pieces of no length": (
        lambda body, n: (200, {"Transfer-Encoding": "chunked"}, b"zz\r\n"), "svarade inte som den skulle"
    ),
    "another place to go": (lambda body, n: (307, {"Location": "http://127.0.0.1:9/"}, b""), "felkod 307"),
}  # fmt: skip


@pytest.mark.parametrize(("answer", "said"), BAD_ANSWERS.values(), ids=BAD_ANSWERS.keys())
def test_an_answer_that_cannot_be_used_is_one_clear_error(answer, said, serving):
    with pytest.raises(AnalysisError, match=said):
        Endpoint(serving(answer).url, "tiny").encode(["en", "två"])


def longer_and_longer(body, n):
    rows = [{"index": i, "embedding": [1.0] * (4 + n)} for i in range(len(body["input"]))]
    return 200, {}, json.dumps({"data": rows}).encode()


def test_vectors_that_change_their_length_are_one_clear_error(serving):
    with pytest.raises(AnalysisError, match="olika många tal"):
        Endpoint(serving(longer_and_longer).url, "tiny").encode(["en"] * 65)


def test_vectors_that_change_their_length_stop_the_analysis(serving, tmp_path):
    model = Address(serving(longer_and_longer).url, "tiny")
    with pytest.raises(AnalysisError, match="och tidigare med"):
        analyse(voices(), tmp_path / "out", Options(model=model))


def test_an_answer_that_drips_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(endpoint, "PAUSE", 0.0)
    monkeypatch.setattr(endpoint, "SECONDS", 0.3)
    monkeypatch.setattr(endpoint, "TRIES", 1)
    with socket.create_server(("127.0.0.1", 0)) as door:

        def drip():
            caller, _ = door.accept()
            with contextlib.suppress(OSError), caller:
                caller.recv(65536)
                caller.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
                while True:
                    caller.sendall(b" ")
                    time.sleep(0.1)

        threading.Thread(target=drip, daemon=True).start()
        with pytest.raises(AnalysisError, match="TimeoutError"):
            Endpoint(f"http://127.0.0.1:{door.getsockname()[1]}/v1", "tiny").encode(["en"])


def test_texts_take_no_way_over_a_proxy_and_results_name_no_machine(serving, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    asked = Endpoint(serving().url, "tiny")
    assert asked.encode(["en"]).shape == (1, 8)
    assert "127" not in asked.version


@pytest.mark.parametrize(
    "address",
    [
        "ftp://x/v1",
        "file:///etc/passwd",
        "hej",
        "https://me:secret@x/v1",
        "http://x/v1",
        "http://10.0.0.8/v1",
        "https://x/v1?key=secret",
    ],
)
def test_an_address_that_is_none_or_where_texts_would_go_in_clear_is_refused(address):
    with pytest.raises(AnalysisError, match="Modellens adress"):
        Endpoint(address, "tiny")


@pytest.fixture
def tokens(tmp_path):
    """A folder with a tokenizer of a few words."""
    tokenizers = package("tokenizers")
    words = ["[PAD]", "[UNK]", *BUS, "maten", "äldre"]
    vocabulary = {word: n for n, word in enumerate(words)}
    made = tokenizers.Tokenizer(tokenizers.models.WordLevel(vocabulary, unk_token="[UNK]"))
    made.normalizer = tokenizers.normalizers.Lowercase()
    made.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    folder = tmp_path / "model"
    folder.mkdir()
    made.save(str(folder / "tokenizer.json"))
    return folder, len(words)


def save_onnx(place, table, weights=None):
    """A model that looks each word up in a table; `weights` names the file that the table lies in, else the same."""
    onnx = package("onnx")
    package("onnxruntime")
    whole = onnx.TensorProto.INT64
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("Gather", ["table", "input_ids"], ["tokens"])],
        "tiny",
        [onnx.helper.make_tensor_value_info("input_ids", whole, ["texts", "length"])],
        [
            onnx.helper.make_tensor_value_info(
                "tokens", onnx.TensorProto.FLOAT, ["texts", "length", table.shape[1]]
            )
        ],
        [onnx.numpy_helper.from_array(table, "table")],
    )
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=9)
    apart = {"save_as_external_data": True, "location": weights, "size_threshold": 0} if weights else {}
    onnx.save(model, str(place), **apart)


def test_an_onnx_model_in_a_folder_is_used(tokens, tmp_path):
    """The model looks each word up in a table; the mean over the words that are there is its answer."""
    folder, words = tokens
    table = np.random.default_rng(0).normal(size=(words, 5)).astype(np.float32)
    save_onnx(folder / "model.onnx", table)
    found = open_folder(folder).encode(["bussen", "bussen äldre okänt"])
    assert found[0] == pytest.approx(table[9])
    assert found[1] == pytest.approx((table[9] + table[11] + table[1]) / 3, abs=1e-6)
    one = analyse(voices(), tmp_path / "one", Options(model=folder))
    two = analyse(voices(), tmp_path / "two", Options(model=folder, workers=2))
    assert one.document == two.document
    assert one.document["model"]["name"].endswith("+model")


@pytest.fixture
def table(tokens):
    return np.random.default_rng(0).normal(size=(tokens[1], 5)).astype(np.float32)


def test_weights_in_files_beside_an_onnx_model_are_part_of_what_it_is(tokens, table, tmp_path):
    """The same model file with other weights beside it is another model, wherever in its folder they lie."""
    folder, _ = tokens
    save_onnx(folder / "model.onnx", table, "weights.data")
    first = open_folder(folder)
    assert first.encode(["bussen"])[0] == pytest.approx(table[9])
    assert first.version == open_folder(folder).version

    other = table + 1
    (folder / "weights.data").write_bytes(other.tobytes())
    second = open_folder(folder)
    assert second.encode(["bussen"])[0] == pytest.approx(other[9])
    assert second.version != first.version

    (folder / "weights.data").write_bytes(table.tobytes())
    assert open_folder(folder).version == first.version


def test_results_of_the_same_model_file_with_other_weights_are_not_gone_on_with(tokens, table, tmp_path):
    folder, _ = tokens
    save_onnx(folder / "model.onnx", table, "weights.data")
    one = analyse(voices(), tmp_path / "one", Options(themes=2, model=folder))
    (folder / "weights.data").write_bytes(table[::-1].tobytes())
    two = analyse(voices(), tmp_path / "two", Options(themes=2, model=folder))
    assert one.document["model"]["version"] != two.document["model"]["version"]


def test_the_mark_of_a_model_follows_its_files_and_nothing_else(tmp_path):
    def made(name, files):
        for own, content in files:
            (tmp_path / name / own).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / own).write_bytes(content)
        return fingerprint(tmp_path / name)

    files = [
        ("model.onnx", b"m"),
        ("parts/a.bin", b"1"),
        ("parts/b", b"2"),
        ("tokenizer.json", b"{}"),
        (".w", b"3"),
    ]
    mark = made("one", files)
    assert made("two", files[::-1]) == mark
    assert made("three", [*files, (".cache/told", b"x"), (".DS_Store", b"y"), (".git/HEAD", b"z")]) == mark
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.bin").write_bytes(b"1")
    (tmp_path / "real" / "b").write_bytes(b"2")
    made("four", [files[0], files[3], files[4]])
    (tmp_path / "four" / "parts").symlink_to(tmp_path / "real")
    (tmp_path / "real" / "round").symlink_to(tmp_path / "real")
    assert fingerprint(tmp_path / "four") == mark
    for n, (own, content) in enumerate(files):
        other = [(name, content + b"!" if name == own else kept) for name, kept in files]
        assert made(f"other{n}", other) != mark
        assert made(f"moved{n}", [*files[:n], (own + "x", content), *files[n + 1 :]]) != mark


@pytest.mark.parametrize("outside", ["../weights.data", "sub/../../weights.data"])
def test_an_onnx_model_that_points_out_of_its_folder_is_not_opened(tokens, table, outside):
    """What lies elsewhere is no part of the model's mark, so it may not change what the model says."""
    onnx = package("onnx")
    folder, _ = tokens
    save_onnx(folder / "model.onnx", table, "weights.data")
    (folder / "weights.data").rename(folder.parent / "weights.data")
    (folder / "sub").mkdir()
    model = onnx.load(str(folder / "model.onnx"), load_external_data=False)
    for entry in model.graph.initializer[0].external_data:
        if entry.key == "location":
            entry.value = outside
    (folder / "model.onnx").write_bytes(model.SerializeToString())
    with pytest.raises(AnalysisError, match="gick inte att öppna"):
        open_folder(folder).encode(["bussen"])


def test_a_brought_model_counts_when_memory_is_asked_for(tokens, tmp_path):
    """Its weights twice and its library, once in every process; and more the wider its layers are."""
    folder, words = tokens
    table = np.zeros((words, 5), dtype=np.float32)
    save_onnx(folder / "model.onnx", table)
    alone, small = memory.needed(voices()), memory.needed(voices(), model=folder)
    assert alone < small < alone + 400 * memory.MB
    with (folder / "model.onnx_data").open("wb") as file:
        file.truncate(300 * memory.MB)
    large = memory.needed(voices(), model=folder)
    assert large - small > 600 * memory.MB
    three = memory.needed(voices(), workers=2, model=folder) - memory.needed(voices(), workers=2)
    assert three == 3 * (large - alone)
    (folder / "config.json").write_text(
        '{"hidden_size": 64, "intermediate_size": 128, "num_attention_heads": 2}'
    )
    narrow = memory.needed(voices(), model=folder)
    (folder / "config.json").write_text(
        '{"hidden_size": 1024, "intermediate_size": 4096, "num_attention_heads": 16}'
    )
    wide = memory.needed(voices(), model=folder)
    assert narrow < large
    assert wide - narrow > 100 * memory.MB
    (folder / "model_fp16.onnx").write_bytes(b"0" * memory.MB)
    (folder / "pytorch_model.bin").write_bytes(b"0" * memory.MB)
    assert memory.needed(voices(), model=folder) == wide
    assert memory.needed(voices(), model=Address("https://exempel.se/v1", "stor")) == alone


@pytest.mark.parametrize(
    "told", ["", "[]", "{", '{"hidden_size": "stor"}', '{"hidden_size": -1, "dim": 1e99}']
)
def test_a_config_that_tells_nothing_is_guessed_for(tokens, told):
    folder, words = tokens
    save_onnx(folder / "model.onnx", np.zeros((words, 5), dtype=np.float32))
    guessed = memory_of(folder)
    (folder / "config.json").write_text(told)
    assert abs(memory_of(folder) - guessed) < memory.MB


def test_what_sentence_transformers_saved_is_counted_by_what_it_reads(tmp_path):
    def saved(kind, **sizes):
        folder = tmp_path / f"{kind}{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        (folder / "modules.json").write_text(json.dumps([{"type": f"sentence_transformers.models.{kind}"}]))
        for name, size in sizes.items():
            with (folder / name.replace("_", ".")).open("wb") as file:
                file.truncate(size * memory.MB)
        return memory_of(folder)

    plain, static = (
        saved("Transformer", model_safetensors=200),
        saved("StaticEmbedding", model_safetensors=200),
    )
    assert plain == saved("Transformer", model_safetensors=200, model_bin=200)
    assert static > 400 * memory.MB
    assert plain > static + 400 * memory.MB
    assert saved("Transformer", model_bin=200) > plain - memory.MB


def test_a_model_that_does_not_fit_is_refused_before_it_is_opened(tokens, tmp_path):
    folder, _ = tokens
    with (folder / "model.onnx").open("wb") as file:
        file.truncate(1 << 43)
    with pytest.raises(AnalysisError, match="--model tar sin del"):
        memory.refuse_what_does_not_fit(voices(), Options(model=folder))


@pytest.fixture
def static_model(tokens, table):
    """What sentence-transformers saves of a model that looks words up in a table: static vectors and a norm of one."""
    library = package("sentence_transformers")
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
    from tokenizers import Tokenizer

    folder = tokens[0]
    static = StaticEmbedding(Tokenizer.from_file(str(folder / "tokenizer.json")), embedding_weights=table)
    library.SentenceTransformer(modules=[static, Normalize()]).save(str(folder.with_name("static")))
    return folder.with_name("static")


@pytest.mark.torch
def test_a_folder_that_sentence_transformers_saved_is_used(static_model, table):
    found = open_folder(static_model).encode(["bussen", "äldre"])
    assert found == pytest.approx(
        table[[9, 11]] / np.linalg.norm(table[[9, 11]], axis=1, keepdims=True), abs=1e-5
    )


@pytest.mark.torch
def test_an_encoder_that_sentence_transformers_saved_is_used(tokens, tmp_path):
    """The usual kind: a transformer with pooling over its words, here with random weights and one small layer."""
    library = package("sentence_transformers")
    import torch
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    folder, words = tokens
    torch.manual_seed(0)
    layers = {"num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    encoder = BertModel(
        BertConfig(vocab_size=words, hidden_size=8, max_position_embeddings=64, **layers)
    ).eval()
    made = PreTrainedTokenizerFast(
        tokenizer_file=str(folder / "tokenizer.json"),
        pad_token="[PAD]",
        unk_token="[UNK]",
        model_max_length=64,
    )
    encoder.save_pretrained(folder.with_name("bert"))
    made.save_pretrained(folder.with_name("bert"))
    parts = [Transformer(str(folder.with_name("bert"))), Pooling(8, "mean")]
    library.SentenceTransformer(modules=parts).save(str(folder.with_name("encoder")))

    found = open_folder(folder.with_name("encoder")).encode(["bussen", "bussen äldre maten"])
    with torch.no_grad():
        wanted = [
            encoder(torch.tensor([ids])).last_hidden_state[0].mean(0).numpy() for ids in ([9], [9, 11, 10])
        ]
    assert found == pytest.approx(np.array(wanted), abs=1e-5)
    model = folder.with_name("encoder")
    one = analyse(voices(), tmp_path / "one", Options(model=model))
    two = analyse(voices(), tmp_path / "two", Options(model=model, workers=2))
    assert one.document == two.document
    assert one.document["model"]["name"].endswith("+encoder")


@pytest.mark.torch
def test_code_in_a_folder_is_not_run(static_model, tmp_path, monkeypatch):
    """The same folder does run its code for whoever tells the library to trust it."""
    monkeypatch.setattr("transformers.dynamic_module_utils.HF_MODULES_CACHE", str(tmp_path / "modules"))
    ran = tmp_path / "ran"
    code = (
        f"import pathlib, torch\npathlib.Path({str(ran)!r}).touch()\nclass Own(torch.nn.Module):\n    pass\n"
    )
    (static_model / "own.py").write_text(code, "utf-8")
    parts = [{"idx": 0, "name": "0", "path": "", "type": "own.Own"}]
    (static_model / "modules.json").write_text(json.dumps(parts), "utf-8")
    with pytest.raises(AnalysisError, match="static"):
        open_folder(static_model).encode(["bussen"])
    assert not ran.exists()
    with contextlib.suppress(Exception):
        package("sentence_transformers").SentenceTransformer(
            str(static_model), device="cpu", local_files_only=True, trust_remote_code=True
        )
    assert ran.exists()


def test_a_folder_without_a_model_says_what_is_missing(tmp_path):
    with pytest.raises(AnalysisError, match=r"model\.onnx"):
        open_folder(tmp_path)
    with pytest.raises(AnalysisError, match="ingen mapp"):
        open_folder(tmp_path / "finnsinte")
