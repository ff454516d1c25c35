"""The audit of a summary stays small where few people have written very much."""

import numpy as np

from medskick.engine.analysis.stages.audit import FRAME, MOST_ROWS, Chance, Coverage
from medskick.engine.analysis.stages.public import Public
from medskick.engine.analysis.stages.vectors import Vectors


def chance_of(statements):
    voters = statements // 40
    public = Public(np.arange(statements), np.arange(voters) * 40, np.ones(voters), sampled=False)
    drawn = np.random.default_rng(0).standard_normal((statements, 4))
    vectors = Vectors((drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float16))
    return Chance(Coverage(public, [], 0.5), public, np.arange(statements), vectors, 10, (0, statements, 0))


def test_long_letters_are_compared_with_a_bounded_frame_of_statements():
    small, large = chance_of(MOST_ROWS), chance_of(4 * MOST_ROWS)
    assert small._similar.shape[1] > FRAME
    assert large._similar.shape[1] <= FRAME
    assert abs(float(small.mean(10)[0, 0]) - float(large.mean(10)[0, 0])) < 0.05
