"""The table of runs: a click anywhere on a line selects its run, a box more than one.

Lines are reached by arrow keys, and a group opens and folds as in any tree.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

_HTML = """
<div class="scroll"><table role="treegrid" aria-multiselectable="true">
  <thead><tr></tr></thead><tbody></tbody>
</table></div>
"""

_CSS = """
.scroll {
  max-height: 396px;
  overflow: auto;
  border: 1px solid var(--st-border-color);
  border-radius: var(--st-base-radius);
}
table { width: 100%; border-collapse: separate; border-spacing: 0; color: var(--st-text-color);
  font: 400 0.87rem var(--st-font); font-variant-numeric: tabular-nums; }
th, td { padding: 0 10px; height: 34px; white-space: nowrap; text-align: left;
  border-bottom: 1px solid var(--st-border-color); background: var(--line); }
thead :is(th, td) { position: sticky; top: 0; z-index: 2;
  --line: var(--st-secondary-background-color); }
.number { text-align: right; }
th button { all: unset; font-weight: 600; cursor: pointer; }
th button:hover { text-decoration: underline; }
th button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
th[aria-sort="ascending"] button::after { content: " \\2191"; }
th[aria-sort="descending"] button::after { content: " \\2193"; }
tbody tr { --line: var(--st-background-color); cursor: pointer; }
tbody tr:last-child td { border-bottom: 0; }
tbody tr:hover { --line: var(--st-secondary-background-color); }
tbody tr[aria-selected="true"] {
  --line: color-mix(in srgb, var(--st-primary-color) 14%, var(--st-background-color)); }
tr:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: -2px; }
.box { position: sticky; left: 0; z-index: 1; width: 20px; padding: 0 0 0 10px; }
.name { position: sticky; left: 30px; z-index: 1; max-width: min(34em, 44vw); overflow: hidden;
  text-overflow: ellipsis; }
thead .box, thead .name { z-index: 3; }
tr[aria-level="2"] .name { padding-left: 28px; }
tr[aria-expanded] .name { font-weight: 600; }
.box i { display: block; box-sizing: border-box; width: 15px; height: 15px;
  margin-right: 5px; border-radius: 4px;
  border: 1.5px solid color-mix(in srgb, var(--st-text-color) 55%, transparent);
  font: 700 11px/12px var(--st-font); text-align: center; color: var(--st-background-color); }
tr[aria-selected="true"] i { background: var(--st-primary-color);
  border-color: var(--st-primary-color); }
tr[aria-selected="true"] i::before { content: "\\2713"; }
tr[aria-expanded] i { width: 8px; height: 8px; margin: 0 10px 0 2px; border-radius: 0;
  border: solid var(--st-text-color); border-width: 0 2px 2px 0; rotate: -45deg; }
tr[aria-expanded="true"] i { rotate: 45deg; }
"""

# Lines are kept and changed, so that the one with the keyboard's focus keeps it when others come.
_JS = """
const cell = (line, className) => {
  const made = document.createElement("td");
  made.className = className;
  line.append(made);
  return made;
};
const say = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};
const set = (element, name, value) => {
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, String(value));
};

function heads(row, columns, sort) {
  const made = columns.map((column, at) => {
    const head = document.createElement("th");
    head.className = (at ? "" : "name ") + (column.is_number ? "number" : "");
    head.scope = "col";
    head.title = column.help;
    if (sort && sort.column === column.name)
      head.setAttribute("aria-sort", sort.descending ? "descending" : "ascending");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = column.label;
    head.append(button);
    return head;
  });
  const box = document.createElement("td");
  box.className = "box";
  row.replaceChildren(box, ...made);
}

function fill(row, line, columns) {
  while (row.cells.length > columns.length + 1) row.lastChild.remove();
  if (!row.cells.length) cell(row, "box").append(document.createElement("i"));
  columns.forEach((column, at) => {
    const place = row.cells[at + 1] ?? cell(row, "");
    place.className = (at ? "" : "name ") + (column.is_number ? "number" : "");
    say(place, line.cells[at]);
    if (!at) place.title = line.cells[0];
  });
  set(row, "aria-level", line.level);
  set(row, "aria-expanded", line.expanded);
  set(row, "aria-selected", line.expanded === null ? line.selected : null);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const [{ label, columns, lines, sort }] = data;
  const table = parentElement.querySelector("table");
  const [body] = table.tBodies;
  const act = (what) => setTriggerValue("acted", what);
  table.setAttribute("aria-label", label);
  const looks = JSON.stringify([columns, sort]);
  const buttons = () => [...table.tHead.querySelectorAll("button")];
  if (table.dataset.looks !== looks) {
    const focused = buttons().indexOf(table.getRootNode().activeElement);
    heads(table.tHead.rows[0], columns, sort);
    buttons()[focused]?.focus({ preventScroll: true });
    table.dataset.looks = looks;
  }
  buttons().forEach((button, at) => {
    button.onclick = () => act({ sort: columns[at].name });
  });
  const ids = new Set(lines.map((line) => line.id));
  [...body.rows].forEach((row) => { if (!ids.has(row.dataset.id)) row.remove(); });
  const known = new Map([...body.rows].map((row) => [row.dataset.id, row]));
  lines.forEach((line, at) => {
    let row = known.get(line.id);
    if (!row) {
      row = document.createElement("tr");
      row.dataset.id = line.id;
    }
    fill(row, line, columns);
    if (body.rows[at] !== row) body.insertBefore(row, body.rows[at] ?? null);
    row.onclick = (event) => {
      reach(row);
      if (line.expanded !== null) act({ open: line.id });
      else if (event.target.closest(".box") || event.ctrlKey || event.metaKey || event.shiftKey)
        act({ toggle: line.id });
      else act({ only: line.id });
    };
  });
  const reach = (reached) => {
    [...body.rows].forEach((row) => { row.tabIndex = row === reached ? 0 : -1; });
  };
  const rows = [...body.rows];
  reach(rows.find((row) => row.tabIndex === 0) ?? rows.find(
    (row) => row.getAttribute("aria-selected") === "true") ?? rows[0]);
  body.onkeydown = (event) => {
    const row = event.target.closest("tr");
    const at = [...body.rows].indexOf(row);
    const last = body.rows.length - 1;
    const open = row.getAttribute("aria-expanded");
    const to = { ArrowDown: Math.min(at + 1, last), ArrowUp: Math.max(at - 1, 0), Home: 0,
      End: last }[event.key];
    const folds = { ArrowRight: "false", ArrowLeft: "true" }[event.key];
    if (to !== undefined) {
      reach(body.rows[to]);
      body.rows[to].focus();
    } else if (event.key === "Enter" || event.key === " ") {
      if (open !== null) act({ open: row.dataset.id });
      else act({ [event.key === " " ? "toggle" : "only"]: row.dataset.id });
    } else if (folds && open === folds) act({ open: row.dataset.id });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
"""

_component = st.components.v2.component("run_grid", html=_HTML, css=_CSS, js=_JS)


@dataclass(frozen=True)
class Head:
    """A column's heading, and what it means."""

    name: str
    label: str
    help: str
    is_number: bool


@dataclass(frozen=True)
class Line:
    """A line: of a run, or of a group, which is `expanded` or not and cannot be selected."""

    id: str
    cells: Sequence[str]
    selected: bool = False
    expanded: bool | None = None
    level: int = 1


def run_grid(
    columns: Sequence[Head],
    lines: Sequence[Line],
    *,
    label: str,
    key: str,
    sort: tuple[str, bool] | None,
    on_act: Callable[[str, str], None],
) -> None:
    """Show `lines`; the first cell of each is its name.

    `sort` is the column that they are sorted by and whether it descends. `on_act` is given what was
    done before the page runs again: "only", "toggle" or "open" with a line's id, or "sort" with a
    column's name.
    """

    def acted() -> None:
        ((what, name),) = dict(st.session_state[key].acted).items()
        on_act(str(what), str(name))

    content: dict[str, Any] = {
        "label": label,
        "columns": [asdict(column) for column in columns],
        "lines": [vars(line) for line in lines],
        "sort": sort and {"column": sort[0], "descending": sort[1]},
    }
    _component(key=key, data=[content], on_acted_change=acted)  # a list: see the gallery
