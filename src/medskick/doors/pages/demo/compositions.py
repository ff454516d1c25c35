"""What the demonstration's pictures are made of: words for those who do not see them, and parts from back to front.

Numbers are shares of the picture's width or height. The colours are those of the site, and some between them.
"""

from __future__ import annotations

from typing import Any

SNOW, MIST, SLATE, STONE = "#FBFCFB", "#EDF2F1", "#1C2629", "#4A585C"
TARN, SPRUCE, FELL, HEATHER = "#0B4F5C", "#2F5D50", "#3E6A93", "#7A4E7E"
CLOUDBERRY, AURORA, LINGON = "#C9741A", "#1F7A6C", "#A3243B"
DAWN, PALE_FELL, PALE_SPRUCE, NIGHT, ICE = "#F3D9B8", "#B9CBDB", "#A9C2B6", "#12303A", "#D5E3E6"

Part = tuple[str, dict[str, Any]]

PICTURES: dict[str, tuple[str, list[Part]]] = {
    "vag": ("En väg genom skog mot fjäll", [
        ("sky", {"colour": DAWN}), ("sun", {"x": 0.68, "y": 0.34, "r": 0.07}),
        ("ridge", {"seed": 3, "base": 0.6, "rise": 0.3, "colour": PALE_FELL}),
        ("ridge", {"seed": 8, "base": 0.64, "rise": 0.14, "colour": FELL}),
        ("ground", {"top": 0.64, "colour": PALE_SPRUCE}), ("road", {"top": 0.64}),
        ("trees", {"seed": 4, "base": 0.7, "count": 22, "size": 0.11, "left": 0.0, "right": 0.38}),
        ("trees", {"seed": 5, "base": 0.7, "count": 18, "size": 0.12, "left": 0.64, "right": 1.0}),
        ("trees", {"seed": 6, "base": 0.98, "count": 6, "size": 0.3, "left": 0.0, "right": 0.24}),
    ]),
    "fjallsjo": ("Snötäckta fjäll som speglas i en stilla sjö", [
        ("sky", {"colour": ICE}), ("ridge", {"seed": 11, "base": 0.56, "rise": 0.4, "colour": FELL, "snow": True}),
        ("ridge", {"seed": 14, "base": 0.58, "rise": 0.14, "colour": SPRUCE}),
        ("water", {"top": 0.58, "colour": "#7FA3B5"}),
        ("ridge", {"seed": 14, "base": 0.58, "rise": -0.1, "colour": "#5C8791"}),
        ("ripples", {"seed": 2, "top": 0.66, "count": 26, "colour": ICE}), ("boat", {"x": 0.7, "y": 0.78}),
    ]),
    "skog": ("En tät granskog med en öppen glänta", [
        ("sky", {"colour": MIST}), ("sun", {"x": 0.3, "y": 0.28, "r": 0.06, "colour": DAWN}),
        ("ridge", {"seed": 21, "base": 0.56, "rise": 0.13, "colour": PALE_SPRUCE}),
        ("trees", {"seed": 22, "base": 0.62, "count": 60, "size": 0.16, "colour": "#6F9384"}),
        ("ground", {"top": 0.61, "colour": "#DDE8DD"}),
        ("trees", {"seed": 24, "base": 0.8, "count": 9, "size": 0.34, "left": 0.0, "right": 0.34}),
        ("trees", {"seed": 25, "base": 0.84, "count": 9, "size": 0.36, "left": 0.72, "right": 1.0}),
        ("reindeer", {"x": 0.46, "y": 0.76}), ("reindeer", {"x": 0.56, "y": 0.73}),
    ]),
    "berg": ("Ett berg med gruvans trappsteg och en stad nedanför", [
        ("sky", {"colour": "#E6E1EC"}), ("ridge", {"seed": 31, "base": 0.68, "rise": 0.26, "colour": PALE_FELL}),
        ("terraces", {"x": 0.66, "base": 0.68, "steps": 8, "colour": HEATHER}),
        ("ground", {"top": 0.68, "colour": "#D8DEDD"}),
        ("houses", {"seed": 33, "base": 0.74, "count": 11, "size": 0.07, "left": 0.06, "right": 0.62}),
        ("trees", {"seed": 34, "base": 0.97, "count": 16, "size": 0.2}),
    ]),
    "verkstad": ("Verkstäder, kontor och hus sida vid sida", [
        ("sky", {"colour": "#E3EBEF"}), ("ridge", {"seed": 41, "base": 0.72, "rise": 0.24, "colour": PALE_FELL}),
        ("works", {"base": 0.72}), ("ground", {"top": 0.72, "colour": "#C9D6D3"}),
        ("houses", {"seed": 43, "base": 0.8, "count": 7, "size": 0.09, "left": 0.04, "right": 0.94}),
        ("trees", {"seed": 44, "base": 0.99, "count": 7, "size": 0.16, "left": 0.0, "right": 1.0}),
    ]),
    "bro": ("En bro över en älv med hus på båda sidor", [
        ("sky", {"colour": DAWN}), ("sun", {"x": 0.5, "y": 0.36, "r": 0.08}),
        ("ridge", {"seed": 51, "base": 0.58, "rise": 0.08, "colour": SPRUCE}),
        ("houses", {"seed": 52, "base": 0.58, "count": 4, "size": 0.08, "left": 0.02, "right": 0.24}),
        ("houses", {"seed": 53, "base": 0.58, "count": 4, "size": 0.08, "left": 0.76, "right": 0.98}),
        ("water", {"top": 0.58, "colour": "#6E9AA8"}),
        ("ripples", {"seed": 5, "top": 0.66, "count": 30, "colour": DAWN}),
        ("bridge", {"y": 0.56}),
    ]),
    "alvby": ("Röda hus längs en älv som slingrar sig", [
        ("sky", {"colour": "#E8F0EC"}), ("ridge", {"seed": 61, "base": 0.5, "rise": 0.2, "colour": PALE_SPRUCE}),
        ("ridge", {"seed": 62, "base": 0.52, "rise": 0.08, "colour": SPRUCE}),
        ("ground", {"top": 0.52, "colour": "#C7D8BE"}), ("river", {"top": 0.52}),
        ("houses", {"seed": 63, "base": 0.66, "count": 5, "size": 0.1, "left": 0.06, "right": 0.42, "colour": LINGON}),
        ("houses", {"seed": 64, "base": 0.62, "count": 3, "size": 0.08, "left": 0.72, "right": 0.94, "colour": LINGON}),
        ("trees", {"seed": 65, "base": 0.95, "count": 5, "size": 0.24, "left": 0.0, "right": 0.16}),
    ]),
    "midnattssol": ("Midnattssol över en bred älv", [
        ("sky", {"colour": "#F1C48F"}), ("sun", {"x": 0.42, "y": 0.5, "r": 0.12, "colour": "#FBEBD2"}),
        ("ridge", {"seed": 71, "base": 0.6, "rise": 0.12, "colour": HEATHER}),
        ("ridge", {"seed": 72, "base": 0.61, "rise": 0.05, "colour": SLATE}),
        ("water", {"top": 0.6, "colour": "#C88A56"}), ("glitter", {"x": 0.42, "top": 0.62, "colour": "#FBEBD2"}),
        ("trees", {"seed": 73, "base": 1.0, "count": 8, "size": 0.24, "left": 0.68, "right": 1.0, "colour": SLATE}),
    ]),
    "kata": ("En kåta på en hed under höga fjäll", [
        ("sky", {"colour": "#DCE6EC"}),
        ("ridge", {"seed": 81, "base": 0.66, "rise": 0.44, "colour": FELL, "snow": True}),
        ("ridge", {"seed": 82, "base": 0.66, "rise": 0.14, "colour": HEATHER}),
        ("ground", {"top": 0.66, "colour": "#B08A5A"}),
        ("hut", {"x": 0.32, "base": 0.82, "size": 0.2}),
        ("reindeer", {"x": 0.62, "y": 0.8}), ("reindeer", {"x": 0.73, "y": 0.77}),
        ("reindeer", {"x": 0.8, "y": 0.84}),
    ]),
    "norrsken": ("Norrsken över ett hus med ljus i fönstren", [
        ("sky", {"colour": NIGHT}), ("stars", {"seed": 91, "count": 90}), ("aurora", {"seed": 92}),
        ("ridge", {"seed": 93, "base": 0.72, "rise": 0.18, "colour": "#24434D"}),
        ("ground", {"top": 0.72, "colour": ICE}),
        ("houses", {"seed": 9, "base": 0.8, "count": 1, "size": 0.2, "left": 0.3, "right": 0.5, "lit": True}),
        ("trees", {"seed": 95, "base": 0.86, "count": 8, "size": 0.26, "left": 0.62, "right": 1, "colour": "#1B3B3A"}),
    ]),
    "hamn": ("En hamn med kran och ett fartyg", [
        ("sky", {"colour": "#DDE8EE"}), ("sun", {"x": 0.2, "y": 0.26, "r": 0.06, "colour": SNOW}),
        ("ridge", {"seed": 101, "base": 0.56, "rise": 0.07, "colour": PALE_SPRUCE}),
        ("water", {"top": 0.56, "colour": TARN}),
        ("ripples", {"seed": 7, "top": 0.68, "count": 34, "colour": "#4C8792"}),
        ("ship", {"x": 0.3, "y": 0.66}), ("crane", {"x": 0.72, "base": 0.72}),
        ("ground", {"top": 0.72, "left": 0.62, "colour": STONE}),
    ]),
    "skargard": ("Öar i en skärgård med en liten båt", [
        ("sky", {"colour": "#E9EFF1"}), ("ridge", {"seed": 111, "base": 0.48, "rise": 0.05, "colour": PALE_FELL}),
        ("water", {"top": 0.48, "colour": "#8DB2BD"}),
        ("island", {"seed": 112, "x": 0.24, "y": 0.56, "size": 0.3}),
        ("island", {"seed": 113, "x": 0.76, "y": 0.6, "size": 0.36}),
        ("ripples", {"seed": 11, "top": 0.6, "count": 40, "colour": ICE}),
        ("island", {"seed": 114, "x": 0.4, "y": 0.86, "size": 0.5}), ("boat", {"x": 0.58, "y": 0.7}),
    ]),
    "unga": ("Två tält vid en eld under stjärnorna", [
        ("sky", {"colour": "#27475A"}), ("stars", {"seed": 121, "count": 70}),
        ("moon", {"x": 0.76, "y": 0.2, "r": 0.05}),
        ("ridge", {"seed": 122, "base": 0.68, "rise": 0.2, "colour": "#35606F"}),
        ("ground", {"top": 0.68, "colour": SPRUCE}),
        ("hut", {"x": 0.28, "base": 0.86, "size": 0.2, "colour": CLOUDBERRY}),
        ("hut", {"x": 0.66, "base": 0.84, "size": 0.17, "colour": LINGON}), ("fire", {"x": 0.47, "y": 0.88}),
        ("trees", {"seed": 124, "base": 0.74, "count": 14, "size": 0.16, "left": 0.8, "right": 1, "colour": "#1F4238"}),
    ]),
}  # fmt: skip
