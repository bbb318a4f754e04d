// A box on a picture that is dragged anew, or by its corners; all in shares of width and height.

const LEAST = 0.03; // of a box's width and height; what is smaller was a tap
const STEP = 0.02; // by an arrow key
const PAUSE = 250; // milliseconds after an arrow key in which another may come
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const within = (value) => Math.min(1, Math.max(0, value));
const rounded = (value) => Math.round(10000 * value) / 10000;

// Streamlit calls the function below again with each change; what listens is made once.
const croppers = new WeakMap();

class Cropper {
  constructor(root) {
    this.sheet = root.querySelector(".sheet");
    this.box = root.querySelector(".box");
    this.sheet.onpointerdown = (event) => this.grip(event);
    this.sheet.onpointermove = (event) => this.drag(event);
    this.sheet.onpointerup = () => this.release();
    this.sheet.onpointercancel = () => this.release();
    for (const corner of root.querySelectorAll("button")) {
      corner.onkeydown = (event) => this.nudge(event, corner.dataset);
    }
    this.told = new Set();
  }

  // What the page has may be what was told a while ago, and another part told since.
  follow(part) {
    const text = JSON.stringify(part);
    if (text === this.known) return;
    this.known = text;
    if (this.told.has(text) && text !== this.last) return;
    this.told.clear();
    if (text === this.last) return;
    const [x, y, width, height] = part;
    this.show({ left: x, top: y, right: x + width, bottom: y + height });
  }

  // Edges in this order: left, top, right, bottom.
  show(edges) {
    this.edges = edges;
    const isWhole = Object.values(edges).join() === "0,0,1,1"; // then a drag begins a box anywhere
    this.box.classList.toggle("whole", isWhole);
    const { left, top, right, bottom } = edges;
    Object.assign(this.box.style, {
      left: `${100 * left}%`,
      top: `${100 * top}%`,
      width: `${100 * (right - left)}%`,
      height: `${100 * (bottom - top)}%`,
    });
  }

  place({ clientX, clientY }) {
    const { left, top, width, height } = this.sheet.getBoundingClientRect();
    return [within((clientX - left) / width), within((clientY - top) / height)];
  }

  grip(event) {
    const { x, y } = event.target.dataset;
    const [atX, atY] = this.place(event);
    const { left, top, right, bottom } = this.edges;
    // What stays where it is: the corner across from the one that is held, or where one began.
    this.anchor = x ? [x === "left" ? right : left, y === "top" ? bottom : top] : [atX, atY];
    this.before = this.edges;
    this.sheet.setPointerCapture(event.pointerId);
  }

  drag(event) {
    if (!this.anchor) return;
    const [[fromX, fromY], [toX, toY]] = [this.anchor, this.place(event)];
    this.show({
      left: Math.min(fromX, toX),
      top: Math.min(fromY, toY),
      right: Math.max(fromX, toX),
      bottom: Math.max(fromY, toY),
    });
  }

  release() {
    if (!this.anchor) return;
    this.anchor = null;
    const { left, top, right, bottom } = this.edges;
    if (right - left < LEAST || bottom - top < LEAST) this.show(this.before);
    else this.tell();
  }

  nudge(event, { x, y }) {
    const way = ARROWS[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const edges = { ...this.edges };
    edges[x] = within(edges[x] + STEP * way[0]);
    edges[y] = within(edges[y] + STEP * way[1]);
    if (edges.right - edges.left < LEAST || edges.bottom - edges.top < LEAST) return;
    this.show(edges);
    clearTimeout(this.waits);
    this.waits = setTimeout(() => this.tell(), PAUSE);
  }

  tell() {
    const { left, top, right, bottom } = this.edges;
    const part = [left, top, right - left, bottom - top].map(rounded);
    this.last = JSON.stringify(part);
    this.told.add(this.last);
    this.send(part);
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const [{ picture, part }] = data;
  if (!croppers.has(parentElement)) croppers.set(parentElement, new Cropper(parentElement));
  const cropper = croppers.get(parentElement);
  cropper.send = (chosen) => setTriggerValue("cropped", chosen);
  const image = parentElement.querySelector("img");
  if (image.getAttribute("src") !== picture) image.src = picture;
  cropper.follow(part);
}
