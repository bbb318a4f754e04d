"""A network as a row of blocks, from the digit to ten probabilities."""

from html import escape
from math import log2, prod

import streamlit as st

from core.config.train_config import TrainConfig
from core.formats import count
from core.networks.architectures import INPUT_SHAPE, costs
from core.networks.layers import Shape
from core.networks.stages import Stage, stages

_STYLE = """
<style>
ol.network { display: flex; flex-wrap: wrap; gap: 10px 6px; padding: 0; margin: 0;
  list-style: none; font-size: 0.75rem; line-height: 1.35; }
ol.network li { margin: 0; padding: 0 2px; text-align: center; min-width: 56px; flex: 0 1 auto; }
.network .place { display: flex; height: 94px; align-items: flex-end; justify-content: center;
  margin-bottom: 4px; }
.network .block { border-radius: 4px; background: #3f90da; border: 1px solid #7f8a99; }
.network .input, .network .output { background: #717581; }
.network .pooling, .network .flatten { background: #94a4a2; }
.network .dense { background: #e76300; }
.network b { font-weight: 600; }
</style>
"""


def network_drawing(config: TrainConfig) -> None:
    """Draw the network of `config`: height by the side of its maps, width by how many there are."""
    drawn = stages(costs(config))
    blocks = [
        _block("Input", "", INPUT_SHAPE, "A digit, 28 x 28 pixels", "input"),
        *(_stage(stage) for stage in drawn),
        _block(config.output.capitalize(), "", (10,), "Ten probabilities", "output"),
    ]
    st.html(f'{_STYLE}<ol class="network">{"".join(blocks)}</ol>')
    st.caption("Each layer in numbers: in the table under Network.")


def _stage(stage: Stage) -> str:
    words = f"{stage.words}: {count(stage.parameters)} parameters"
    return _block(stage.name, stage.size, stage.shape, words, stage.name.split()[0].lower())


def _block(name: str, size: str, shape: Shape, words: str, kind: str) -> str:
    width, height = _box(shape)
    lines = "<br>".join(escape(line) for line in (size, " x ".join(map(str, shape))) if line)
    return (
        f'<li title="{escape(words)}"><div class="place"><span class="block {escape(kind)}" '
        f'style="width:{width}px;height:{height}px"></span></div>'
        f"<b>{escape(name)}</b><br>{lines}</li>"
    )


def _box(shape: Shape) -> tuple[int, int]:
    """Return width and height in pixels; both are logarithms where they would not fit."""
    if len(shape) == 1:
        return 12, 16 + round(5.5 * log2(prod(shape)))
    return 8 + round(7 * log2(1 + shape[-1])), 12 + round(2.6 * shape[0])
