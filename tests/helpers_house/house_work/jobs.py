"""Work that leaves traces in files, so that tests can see what was done and how often."""

import os
import time
from pathlib import Path

from medskick.ground.jobs.registry import job


@job("house.shards", label="Prov i skivor", rule="jobs.list", heavy=True)
def shards(ctx):
    """One file per shard; a shard that is there is not done again. Each process that does one signs it."""
    folder = Path(ctx.params["folder"])
    total = ctx.params.get("total", 10)
    for number in range(total):
        ctx.progress("Skivar", number, total)
        shard = folder / f"shard-{number}"
        if not shard.exists():
            ctx.check()
            time.sleep(ctx.params.get("seconds", 0.1))
            with (folder / "log").open("a") as log:
                log.write(f"{number} {os.getpid()}\n")
            shard.write_text(str(os.getpid()))
    return {"shards": total}


@job("house.deaf", label="Prov som inte lyssnar", rule="jobs.list")
def deaf(ctx):
    """Never looks up."""
    Path(ctx.params["folder"], "began").touch()
    time.sleep(60)


@job("house.quick", label="Kort prov", rule="jobs.list")
def quick(ctx):
    """Done at once."""
    return {"pid": os.getpid()}
