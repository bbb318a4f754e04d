"""Sample pictures for who has nothing drawn yet: a click on one reads it."""

import streamlit as st

from core.data import Dataset
from core.figures.montage import png_data_uri
from core.figures.sample_pictures import sample_pictures
from pages.ui.predict.linked_digit import link_to_sample

_HTML = '<p id="name">Or read a sample picture:</p><nav aria-labelledby="name"></nav>'

_CSS = """
p { margin: 0 0 6px; color: var(--st-text-color); font: 400 0.9rem var(--st-font); }
nav { display: flex; flex-wrap: wrap; gap: 10px; }
a {
  padding: 4px;
  border: 1px solid var(--st-border-color);
  border-radius: 8px;
  color: var(--st-text-color);
  font: 400 0.85rem var(--st-font);
  text-align: center;
  text-decoration: none;
}
a:hover, a:focus-visible { border-color: var(--st-primary-color); }
a:focus-visible { outline: 2px solid var(--st-primary-color); }
img { display: block; width: auto; height: 72px; margin-bottom: 4px; border-radius: 4px; }
@media (max-width: 640px) { img { height: 58px; } }
"""

_JS = """
export default function ({ data, parentElement }) {
  const links = data.map(({ name, picture, link }) => {
    const [shown, image] = ["a", "img"].map((tag) => document.createElement(tag));
    Object.assign(image, { src: picture, alt: "" });
    shown.href = link;
    shown.onclick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      window.history.pushState({}, "", link);  // see the gallery
      window.dispatchEvent(new PopStateEvent("popstate"));
    };
    shown.append(image, name);
    return shown;
  });
  parentElement.querySelector("nav").replaceChildren(...links);
}
"""

_component = st.components.v2.component("sample_tiles", html=_HTML, css=_CSS, js=_JS)


def sample_tiles(dataset: Dataset) -> None:
    """Show the sample pictures; each links to what is read in it."""
    tiles = [
        {
            "name": sample.name,
            "picture": png_data_uri(sample.picture),
            "link": link_to_sample(number),
        }
        for number, sample in enumerate(sample_pictures(dataset.test))
    ]
    _component(key="sample_tiles", data=tiles)
