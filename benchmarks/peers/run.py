"""Peers on given texts; runs in an environment of its own (`make peers`), because they bring a gigabyte of libraries.

    python benchmarks/peers/run.py JOB.json

JOB: {"texts": file of a JSON list, "vectors": file.npy of ours, "groups": n, "seeds": [...], "peers": [...], "out": …}
Answers with JSON: for each peer, runs of {seed, labels (in the order of texts; -1 for left out), seconds, cold}, and
peak memory of the whole process; MiniLM's vectors beside it as .npy.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
import warnings
from pathlib import Path

os.environ.update(HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false")
warnings.filterwarnings("ignore")

import numpy as np  # noqa: E402 - the libraries read the settings above when they are loaded

MINILM_TOKENS = 256


def minilm():
    """The packaged all-MiniLM-L6-v2, opened without the network."""
    from all_minilm_l6_v2 import extract_model
    from sentence_transformers import SentenceTransformer

    folder = Path(tempfile.mkdtemp(prefix="minilm-"))
    found = extract_model(str(folder)) or folder
    place = next(Path(found).rglob("modules.json"), None) or next(folder.rglob("modules.json"))
    model = SentenceTransformer(str(place.parent), device="cpu")
    model.max_seq_length = MINILM_TOKENS
    return model


def bertopic(texts, vectors, groups, seed, _):
    """With everything as its documentation has it, but for a fixed seed."""
    from bertopic import BERTopic
    from umap import UMAP

    reduce = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
    return BERTopic(umap_model=reduce, language="multilingual", embedding_model=None).fit_transform(
        texts, vectors
    )[0]


def bertopic_kmeans(texts, vectors, groups, seed, _):
    """With k-means in place of HDBSCAN, so that nothing is left out, and told the number of groups."""
    from bertopic import BERTopic
    from sklearn.cluster import KMeans
    from umap import UMAP

    reduce = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
    model = BERTopic(umap_model=reduce, hdbscan_model=KMeans(groups, random_state=seed), embedding_model=None)
    return model.fit_transform(texts, vectors)[0]


def turftopic_clustering(texts, vectors, groups, seed, encoder):
    from turftopic import ClusteringTopicModel

    model = ClusteringTopicModel(encoder=encoder, random_state=seed)
    model.fit_transform(texts, embeddings=vectors)
    return model.labels_


def turftopic_gmm(texts, vectors, groups, seed, encoder):
    """Gaussian mixture over the vectors, told the number of groups."""
    from turftopic import GMM

    return (
        GMM(groups, encoder=encoder, random_state=seed)
        .fit_transform(texts, embeddings=vectors)
        .argmax(axis=1)
    )


def turftopic_keynmf(texts, vectors, groups, seed, encoder):
    """Keywords found with its own encoder, then factorised; told the number of groups."""
    from turftopic import KeyNMF

    return (
        KeyNMF(groups, encoder=encoder, random_state=seed)
        .fit_transform(texts, embeddings=vectors)
        .argmax(axis=1)
    )


def evoc(texts, vectors, groups, seed, _):
    from evoc import EVoC

    return EVoC(approx_n_clusters=groups, random_state=seed).fit_predict(
        np.ascontiguousarray(vectors, np.float32)
    )


PEERS = {
    "BERTopic": bertopic,
    "BERTopic, k-means": bertopic_kmeans,
    "Turftopic, clustering": turftopic_clustering,
    "Turftopic, GMM": turftopic_gmm,
    "EVoC": evoc,
    "Turftopic, KeyNMF": turftopic_keynmf,
}


def main() -> int:
    job = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    texts = json.loads(Path(job["texts"]).read_text("utf-8"))
    started = time.perf_counter()
    encoder = minilm()
    theirs = encoder.encode(texts, batch_size=64, show_progress_bar=False, normalize_embeddings=True)
    encoding = time.perf_counter() - started
    np.save(job["out"] + ".minilm.npy", theirs)
    answer = {"encoding_s": encoding, "runs": {}}
    for name in job["peers"]:
        for whose, vectors in (("MiniLM", theirs), ("ours", np.load(job["vectors"]))):
            if whose == "ours" and name.endswith("KeyNMF"):
                continue  # it compares texts with words in one space, which only its own encoder gives it
            answer["runs"][f"{name}; {whose}"] = [
                one_run(PEERS[name], texts, vectors, job["groups"], seed, encoder, cold=n == 0)
                for n, seed in enumerate(job["seeds"])
            ]
    answer["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    Path(job["out"]).write_text(json.dumps(answer), "utf-8")
    return 0


def one_run(peer, texts, vectors, groups, seed, encoder, *, cold):
    """One seed in an order of its own; a peer that fails says so instead of stopping the rest."""
    order = np.random.default_rng(seed).permutation(len(texts))
    started = time.perf_counter()
    try:
        found = np.asarray(peer([texts[i] for i in order], vectors[order], groups, seed, encoder), dtype=int)
    except Exception as error:  # whatever a peer throws
        return {"seed": seed, "error": f"{type(error).__name__}: {error}"[:300]}
    labels = np.empty(len(texts), dtype=int)
    labels[order] = found
    return {
        "seed": seed,
        "labels": labels.tolist(),
        "seconds": time.perf_counter() - started,
        "cold": cold,
    }


if __name__ == "__main__":
    sys.exit(main())
