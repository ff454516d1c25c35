"""The demonstration tells what the region has told of its process, in plain words, and leads nowhere that is not there.

One installation is made for the whole file, without the analysis, which has tests of its own. The clock stands where the
calendar is not moved, so that the days of the story are the days that the region told.
"""

from __future__ import annotations

import datetime

import pytest
import time_machine

from medskick.config import demo

NOW = datetime.datetime(2024, 9, 13, 12, tzinfo=datetime.UTC)


@pytest.mark.django_db
def test_it(client, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(demo.insights_demo, "publish_demo", lambda *a, **k: None)
    import time
    with time_machine.travel(NOW, tick=True):
        t = time.perf_counter()
        from medskick.process.cycle import demo as cycle_demo, queries
        from medskick.process.meetings import demo as md
        from medskick.doors.pages import demo as pd
        shift = cycle_demo.shift_to("dialogue", queries.today())
        print(shift)
        c = cycle_demo.load(shift)
        print("cycle", time.perf_counter() - t)
        m = md.load(c, shift, by=demo.DEMONSTRATOR)
        print("meetings", time.perf_counter() - t)
        import cProfile
        p = cProfile.Profile(); p.enable()
        pd.load(c, shift, {k: o.number for k, o in m.items()})
        p.disable()
        print("pages", time.perf_counter() - t)
        import pstats; pstats.Stats(p).sort_stats("cumtime").print_stats(45)
    assert 0
