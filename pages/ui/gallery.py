"""A gallery of digits: one picture, cut into tiles that can be clicked or reached by keyboard."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.figures.montage import montage, png_data_uri
from pages.ui import roving_focus

_SPRITE_COLUMNS = 16

_HTML = '<div class="gallery" role="group"></div>'

_CSS = """
.gallery {
  --narrowest: max(var(--tile), (100% - (var(--most) - 1) * 4px) / var(--most));
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(var(--narrowest), 1fr));
  gap: 4px;
}
button, a {
  padding: 2px;
  border: 2px solid transparent;
  border-radius: 6px;
  background: none;
  color: var(--st-text-color);
  font: 500 0.75rem var(--st-font);
  text-align: center;
  text-decoration: none;
  cursor: pointer;
}
button:hover, a:hover { border-color: var(--st-border-color); }
button[aria-pressed="true"] { border-color: var(--st-primary-color); font-weight: 700; }
button:focus-visible, a:focus-visible {
  outline: 2px solid var(--st-text-color);
  outline-offset: -1px;
}
.digit {
  display: block;
  width: 100%;
  aspect-ratio: 1;
  border-radius: 3px;
  background-image: var(--sprite);
  background-size: var(--sprite-size);
  image-rendering: pixelated;
}
.cell { position: relative; display: grid; }
/* On the black of a digit, whatever the theme. */
input { appearance: none; position: absolute; top: 4px; left: 4px; width: 18px; height: 18px;
  margin: 0; border: 2px solid #ffffff73; border-radius: 5px; background: #00000073;
  cursor: pointer; }
input:checked { background: #ffffff; border-color: #ffffff; }
input:checked::after { content: ""; display: block; width: 4px; height: 8px; margin: 0 auto;
  border: solid #0b1220; border-width: 0 2px 2px 0; transform: rotate(45deg); }
.cell:hover input, .cell:focus-within input { border-color: #ffffff; }
.cell:has(input:checked) .digit { outline: 2px solid var(--st-primary-color); }
@media (pointer: coarse) { input { width: 24px; height: 24px; } }
"""

# Tiles are made anew only when others are to be shown, so that the focus stays where it is.
_JS = (
    roving_focus.JS
    + """
function follow(event, link) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  // As Streamlit goes back and forward: without loading the app anew, and with one entry in
  // the browser's history, where its own way from Python leaves two.
  window.history.pushState({}, "", link);
  window.dispatchEvent(new PopStateEvent("popstate"));
  document.querySelector(".stMain")?.scrollTo(0, 0);
}

function build(tile) {
  const shown = document.createElement(tile.link ? "a" : "button");
  shown.className = "tile";
  if (tile.link) shown.href = tile.link;
  else shown.type = "button";
  shown.title = tile.description;
  // Its name has what stands below it, by which it is called when it is spoken to.
  const { caption, description } = tile;
  const name = description.includes(caption) ? description : `${caption}: ${description}`;
  shown.setAttribute("aria-label", name);
  const image = document.createElement("span");
  image.className = "digit";
  shown.append(image, tile.caption);
  return shown;
}

function withBox(shown, tile) {
  const cell = document.createElement("div");
  cell.className = "cell";
  const box = document.createElement("input");
  box.type = "checkbox";
  box.tabIndex = -1;  // the space bar ticks the tile that has the focus
  box.setAttribute("aria-label", `Select ${tile.description}`);
  cell.append(shown, box);
  return cell;
}

// What is ticked, also on other pages of a gallery, is known here first: the server is told, and
// has its own way only where it ticks by itself, which a new `stamp` says.
function tickable(grid, items, tiles, ticks, tell) {
  if (grid.stamp !== ticks.stamp) grid.ticked = new Set(ticks.ids);
  grid.stamp = ticks.stamp;
  const boxes = items.map((item) => item.nextSibling);
  const show = () => boxes.forEach((box, at) => { box.checked = grid.ticked.has(tiles[at].id); });
  const tick = (at, range) => {
    const is = !grid.ticked.has(tiles[at].id);
    const from = range && grid.last !== undefined && grid.last < tiles.length ? grid.last : at;
    for (let each = Math.min(at, from); each <= Math.max(at, from); each++) {
      grid.ticked[is ? "add" : "delete"](tiles[each].id);
    }
    grid.last = at;
    show();
    tell([...grid.ticked]);
  };
  boxes.forEach((box, at) => { box.onclick = (event) => tick(at, event.shiftKey); });
  items.forEach((item, at) => {
    const rove = item.onkeydown;
    item.onkeydown = (event) => {
      if (event.key !== " ") return rove(event);
      event.preventDefault();
      tick(at, event.shiftKey);
    };
    item.onkeyup = (event) => event.key === " " && event.preventDefault();
  });
  show();
}

export default function ({ data, parentElement, setTriggerValue, setStateValue }) {
  const grid = parentElement.querySelector(".gallery");
  const [{ sprite, columns, rows, tiles, selected, label, size, most, ticks }] = data;
  grid.setAttribute("aria-label", label);
  grid.style.setProperty("--tile", `${size}px`);
  grid.style.setProperty("--most", most);
  grid.style.setProperty("--sprite", `url(${sprite})`);
  grid.style.setProperty("--sprite-size", `${columns * 100}% ${rows * 100}%`);
  const others = JSON.stringify(tiles);
  if (grid.tiles !== others) {
    const made = tiles.map((tile) => (ticks ? withBox(build(tile), tile) : build(tile)));
    grid.replaceChildren(...made);
    grid.last = undefined;
  }
  grid.tiles = others;
  const share = (at, count) => (count > 1 ? (100 * at) / (count - 1) : 0);
  const items = [...grid.querySelectorAll(".tile")];
  items.forEach((item, place) => {
    const { id, link } = tiles[place];
    const column = share(place % columns, columns);
    const row = share(Math.floor(place / columns), rows);
    item.firstChild.style.backgroundPosition = `${column}% ${row}%`;
    if (!link) item.setAttribute("aria-pressed", String(id === selected));
    item.onclick = link
      ? (event) => follow(event, link)
      : () => setTriggerValue("clicked", id);
  });
  const inRow = () => getComputedStyle(grid).gridTemplateColumns.split(" ").length;
  rove(items, inRow, Math.max(0, tiles.findIndex((tile) => tile.id === selected)));
  if (ticks) tickable(grid, items, tiles, ticks, (ids) => setStateValue("ticked", ids));
}
"""
)

_component = st.components.v2.component("digit_gallery", html=_HTML, css=_CSS, js=_JS)


@dataclass(frozen=True)
class Tile:
    """One digit of a gallery: what a click returns, what stands below it and what is read out.

    With a `link`, an address within the app as in "explore?digit=7", a click goes there instead.
    """

    id: int
    caption: str
    description: str
    link: str = ""


@dataclass(frozen=True)
class Ticks:
    """Which tiles of a gallery are ticked, by their ids, those on its other pages too.

    `stamp` is another number whenever it was not by a click that `ids` changed. `on_change` is
    given what is ticked then, as a browser sends it, before the page runs again.
    """

    ids: Collection[int]
    stamp: int
    on_change: Callable[[object], None]


def gallery(
    images: NDArray[np.uint8],
    tiles: Sequence[Tile],
    *,
    label: str,
    key: str,
    on_click: Callable[[int], None] = lambda tile_id: None,
    selected: int | None = None,
    size: int = 52,
    most: int = 100,
    ticks: Ticks | None = None,
) -> None:
    """Show `images` (n, 28, 28) uint8, n >= 1, each at least `size` pixels wide.

    A row has at most `most` of them. Tab reaches one tile, arrow keys the others from there.
    `on_click` is given the id of the clicked tile before the page runs again. With `ticks` each
    has a box, which the space bar ticks too, and Shift those from the last one on.
    """
    columns = min(_SPRITE_COLUMNS, len(images))

    def clicked() -> None:
        on_click(int(st.session_state[key].clicked))

    content = {
        "sprite": png_data_uri(montage(images, columns)),
        "columns": columns,
        "rows": ceil(len(images) / columns),
        "tiles": [vars(tile) for tile in tiles],
        "selected": selected,
        "label": label,
        "size": size,
        "most": most,
        "ticks": None if ticks is None else {"ids": list(ticks.ids), "stamp": ticks.stamp},
    }
    # In a list because Streamlit looks into a dict for data frames, for which it imports pandas:
    # a third of a second on the way to the first page.
    if ticks is None:
        _component(key=key, data=[content], on_clicked_change=clicked)
        return
    changed = partial(_ticked, key, ticks.on_change)
    _component(key=key, data=[content], on_clicked_change=clicked, on_ticked_change=changed)


def _ticked(key: str, on_change: Callable[[object], None]) -> None:
    on_change(st.session_state[key].ticked)
