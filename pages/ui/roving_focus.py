"""One tab stop for many buttons in rows: arrow keys, Home and End go from one to another."""

JS = """
// `items` stand in rows of `columns()`; Tab reaches the one at `start`, unless another has focus.
function rove(items, columns, start) {
  const steps = {
    ArrowLeft: (at) => at - 1,
    ArrowRight: (at) => at + 1,
    ArrowUp: (at) => at - columns(),
    ArrowDown: (at) => at + columns(),
    Home: () => 0,
    End: () => items.length - 1,
  };
  const reachable = (at) =>
    items.forEach((item, place) => { item.tabIndex = place === at ? 0 : -1; });
  items.forEach((item, at) => {
    item.onkeydown = (event) => {
      const step = steps[event.key];
      if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();  // on the page arrow keys turn to the next digit
      const to = step(at);
      if (to < 0 || to >= items.length) return;
      reachable(to);
      items[to].focus();
    };
  });
  const focused = items.findIndex((item) => item.matches(":focus"));
  reachable(focused >= 0 ? focused : start);
}
"""
"""JavaScript for a component: the function `rove`."""
