"""Good files, damaged at random: they are read or refused with a message, never anything else."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.tables import table_files as files
from medskick.engine.tables.limits import Limits
from medskick.engine.tables.read import TableError, open_table
from medskick.engine.tables.write import write_xlsx

CAREFUL = Limits(max_bytes=1_000_000, max_rows=1_000, max_unpacked_bytes=5_000_000)


def library_workbook() -> bytes:
    target = io.BytesIO()
    write_xlsx(target, ["id", "text"], [[n, "Håll öppet"] for n in range(20)])
    return target.getvalue()


def library_parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    target = io.BytesIO()
    pq.write_table(pa.table({"id": list(range(20)), "text": ["Håll öppet"] * 20}), target)
    return target.getvalue()


GOOD = {
    "a.csv": 'id;text\n1;"Håll ""öppet"" i\nbyn"\n2;Fler bussar\n'.encode(),
    "a.jsonl": '{"id": 1, "text": "Håll öppet"}\n{"id": 2, "text": ["a", {"b": null}]}\n'.encode(),
    "stored.xlsx": files.zipped(
        files.workbook_parts(files.HEADER + files.row(2, "1", "hej"), formats=["yyyy-mm-dd"]), compression=0
    ),
    "packed.xlsx": library_workbook(),
    "stored.docx": files.zipped(files.document_parts(files.paragraph("hej") * 3), compression=0),
    "a.parquet": library_parquet(),
}

damage = st.lists(
    st.tuples(st.floats(0, 1), st.sampled_from(["flip", "cut", "insert", "repeat"]), st.binary(max_size=6)),
    min_size=1,
    max_size=4,
)


def damaged(content: bytes, changes) -> bytes:
    data = bytearray(content)
    for share, kind, extra in changes:
        at = int(share * len(data))
        if kind == "flip":
            data[at : at + len(extra)] = extra
        elif kind == "cut":
            del data[at : at + 1 + len(extra) * 3]
        elif kind == "insert":
            data[at:at] = extra
        else:
            data[at:at] = data[max(0, at - 20) : at]
    return bytes(data)


def assert_read_or_refused(path):
    rows, refusal = [], None
    try:
        rows = list(open_table(path, limits=CAREFUL).rows())
    except TableError as error:
        refusal = error
    assert rows or refusal.message.startswith(f"Filen {path.name}")
    for row in rows:
        "".join(row.values.values()).encode("utf-8")


@pytest.mark.parametrize("name", GOOD)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=damage)
def test_a_damaged_file_is_read_or_refused_with_a_message(tmp_path, name, changes):
    path = tmp_path / name
    path.write_bytes(damaged(GOOD[name], changes))
    assert_read_or_refused(path)


PARTS = {
    "a.xlsx": files.workbook_parts(
        files.HEADER
        + files.row(2, '<c r="A2" t="s"><v>0</v></c>', '<c r="B2" s="1"><f>A1</f><v>45363.5</v></c>')
        + files.row(3, '<c r="A3" t="b"><v>1</v></c>', "hej"),
        strings=["ett", "två"],
        formats=["yyyy-mm-dd"],
    ),
    "a.docx": files.document_parts(
        files.paragraph("hej") + '<w:p><w:pPr><w:pStyle w:val="R1"/></w:pPr><w:r><w:t>R</w:t></w:r></w:p>'
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>du</w:t><w:br/></w:r></w:p></w:tc></w:tr></w:tbl>",
        styles='<w:style w:styleId="R1"><w:name w:val="heading 1"/></w:style>',
    ),
}


@pytest.mark.parametrize("name", PARTS)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=damage, data=st.data())
def test_a_file_whose_inside_is_damaged_is_read_or_refused_with_a_message(tmp_path, name, changes, data):
    part = data.draw(st.sampled_from(sorted(PARTS[name])))
    content = damaged(PARTS[name][part].encode(), changes)
    path = tmp_path / name
    path.write_bytes(files.zipped(PARTS[name] | {part: content}))
    assert_read_or_refused(path)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(min_size=1, max_size=300), name=st.sampled_from(sorted(GOOD)))
def test_noise_is_read_or_refused_with_a_message(tmp_path, content, name):
    path = tmp_path / name
    path.write_bytes(content)
    assert_read_or_refused(path)
