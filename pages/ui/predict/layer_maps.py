"""The network from left to right: what each layer makes of one digit, and one map closely."""

from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core import glossary
from core.figures import feature_maps as figures
from core.figures.montage import enlarged, weights_picture
from core.formats import counted
from core.inference.layer_maps import LayerMaps
from core.runs.run import Run
from pages.ui.cache.insight import feature_maps
from pages.ui.gallery import Tile, gallery

_CHOSEN = "feature_map"
_SHOWN = 6  # of each layer, those that say most
_WIDTH = 124
_LARGE = 190
_KERNEL_FACTOR = 12


def layer_maps(run: Run, image: NDArray[np.uint8]) -> None:
    """Show the maps of each layer that say most of `image`, (28, 28) uint8; a click opens one."""
    layers = feature_maps(run, image)
    st.markdown(
        "**Feature maps**, from the first layer to the answer; of each layer those that say most",
        help=glossary.help_text("Feature maps"),
    )
    with_maps = [place for place, layer in enumerate(layers) if _has_maps(layer)]
    place, channel = _chosen(layers, with_maps)
    with st.container(horizontal=True, gap="medium", key="layers"):
        for number, layer in enumerate(layers):
            with st.container(width=_WIDTH, gap="xsmall"):
                st.markdown(f"**{layer.name}**  \n{layer.size}")
                if _has_maps(layer):
                    selected = channel if number == place else None
                    _maps(layer, layer.by_strength()[:_SHOWN], f"layer_{number}", number, selected)
                else:
                    _units(layer, is_last=number == len(layers) - 1)
    if with_maps:
        _closely(layers[place], place, channel, image)


def _chosen(layers: Sequence[LayerMaps], with_maps: list[int]) -> tuple[int, int]:
    """Return layer and channel of the map that was clicked, at first the strongest of the first."""
    place, channel = st.session_state.get(_CHOSEN, (-1, 0))
    if place in with_maps and channel < len(layers[place].maps):
        return place, channel
    return (with_maps[0], layers[with_maps[0]].by_strength()[0]) if with_maps else (0, 0)


def _maps(
    layer: LayerMaps,
    channels: list[int],
    key: str,
    place: int,
    selected: int | None,
    *,
    size: int = 52,
) -> None:
    def choose(channel: int) -> None:
        st.session_state[_CHOSEN] = (place, channel)

    gallery(
        figures.map_tiles(layer)[channels],
        [Tile(channel, "", f"{layer.name}, map {channel + 1}") for channel in channels],
        label=f"Maps of {layer.name.lower()} {place + 1}",
        key=key,
        on_click=choose,
        selected=selected,
        size=size,
    )


def _units(layer: LayerMaps, *, is_last: bool) -> None:
    st.image(
        figures.units_picture(layer),
        width="stretch",
        alt=f"The {len(layer.maps)} units, white for the largest",
    )
    if is_last:
        st.caption("The logits of 0 to 4 and, below, of 5 to 9")


def _closely(layer: LayerMaps, place: int, channel: int, image: NDArray[np.uint8]) -> None:
    count = len(layer.maps)
    st.markdown(f"**{layer.name} {layer.size}**: map {channel + 1} of {count}")
    with st.container(horizontal=True, gap="small"):
        _picture(figures.large_map(layer, channel), "What it makes of the digit")
        _picture(
            figures.looked_at(image, layer, channel),
            "Where it looked for its brightest value",
            help=glossary.help_text("Receptive field"),
        )
        if layer.kernels is not None:
            kernels = layer.kernels[channel]
            _picture(
                enlarged(weights_picture(kernels), _KERNEL_FACTOR),
                f"Its kernel: {counted(len(kernels), 'input')} of {_side(kernels)}",
                help=glossary.help_text("Kernel", "Orange is for ink there, blue against it."),
            )
    st.caption(f"All {counted(count, 'map')} of this layer")
    _maps(layer, list(range(count)), "all_maps", place, channel, size=40)


def _picture(image: NDArray[np.uint8], caption: str, help: str | None = None) -> None:
    with st.container(width=_LARGE, gap="xsmall"):
        st.image(image, width="stretch", alt=caption)
        st.caption(caption, help=help)


def _side(kernels: NDArray[np.float32]) -> str:
    return " x ".join(map(str, kernels.shape[1:]))


def _has_maps(layer: LayerMaps) -> bool:
    return layer.maps.shape[1:] != (1, 1)
