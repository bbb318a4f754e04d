// The canvas is another component's, in a shadow tree of its own beside this one.

const TOOLS = { undo: "Undo", redo: "Redo" };
const SEND = "Update the app with this drawing";
const ENDS = ["mouseup", "touchend"]; // of a stroke, as the component listens for it
const LOOKS = 50; // milliseconds between two looks for the canvas
const ALTERNATIVE =
  "Draw here with a mouse, a pen or a finger. Who cannot draw uploads a picture or chooses a " +
  "sample picture: it is read in the same way.";
const style = (size, ratio) => `
  .dc-toolbar { display: none !important; }
  .dc-root, .dc-scroll { width: min(${size}px, calc(100vw - 2rem)) !important; overflow: hidden; }
  .dc-container { width: 100% !important; height: auto !important; aspect-ratio: ${ratio}; }
  .dc-container canvas, .canvas-container { width: 100% !important; height: 100% !important; }
  .dc-container { border-radius: 8px; overflow: hidden; touch-action: none; }
`;

function shadowOf(frame) {
  const hosts = document.querySelectorAll(`.${frame} *`);
  const host = [...hosts].find((each) => each.shadowRoot?.querySelector(".upper-canvas"));
  return host?.shadowRoot;
}

function dress(shadow, size, ratio) {
  const own = shadow.querySelector("style.digit-lab") ?? document.createElement("style");
  own.className = "digit-lab";
  own.textContent = style(size, ratio);
  shadow.append(own);
  const canvas = shadow.querySelector(".upper-canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", "Drawing canvas");
  canvas.setAttribute("aria-description", ALTERNATIVE);
}

function shortcut(event) {
  const [target] = event.composedPath();
  const writes = target.closest?.("input:not([type=range]), textarea, [contenteditable]");
  if (writes || event.altKey || !(event.ctrlKey || event.metaKey)) return null;
  const key = event.key.toLowerCase();
  if (key === "y" || (key === "z" && event.shiftKey)) return "redo";
  return key === "z" ? "undo" : null;
}

function stored(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name));
  } catch {
    return null;
  }
}

function store(name, strokes) {
  try {
    sessionStorage.setItem(name, JSON.stringify(strokes));
  } catch { /* the browser keeps nothing: the drawing lives as long as the page */ }
}

// Streamlit calls the function below again with each change; what listens is made once.
const desks = new WeakMap();

class Desk {
  constructor(root, frame) {
    this.frame = frame;
    this.buttons = Object.fromEntries(
      [...root.querySelectorAll("button")].map((button) => [button.name, button]),
    );
    this.buttons.undo.onclick = () => this.click("undo");
    this.buttons.redo.onclick = () => this.click("redo");
    this.watch = new MutationObserver(() => this.show());
    this.looks = setInterval(() => this.look(), LOOKS);
    this.press = (event) => {
      const name = shortcut(event);
      if (!name) return;
      event.preventDefault();
      this.click(name);
    };
    document.addEventListener("keydown", this.press);
    this.lift = () => this.send();
    for (const end of ENDS) document.addEventListener(end, this.lift);
  }

  leave() {
    clearInterval(this.looks);
    this.watch.disconnect();
    document.removeEventListener("keydown", this.press);
    for (const end of ENDS) document.removeEventListener(end, this.lift);
  }

  // The canvas comes later than this, and another one in its place after it was cleared.
  look() {
    const shadow = shadowOf(this.frame);
    if (!shadow || shadow === this.shadow) return;
    this.shadow = shadow;
    dress(shadow, this.size, this.ratio);
    shadow.addEventListener("pointerdown", () => { this.draws = true; });
    const watched = { attributes: true, subtree: true, attributeFilter: ["disabled"] };
    this.watch.disconnect();
    this.watch.observe(shadow.querySelector(".dc-toolbar"), watched);
    this.show();
  }

  tool(label) {
    return this.shadow?.querySelector(`.dc-toolbar button[aria-label="${label}"]`);
  }

  click(name) { this.tool(TOOLS[name])?.click(); }

  // By itself the component waits for 200 milliseconds after each stroke whether another begins.
  send() {
    if (!this.draws) return;
    this.draws = false;
    setTimeout(() => this.tool(SEND)?.click()); // once the component has taken over the stroke
  }

  show() {
    for (const name of Object.keys(TOOLS)) {
      able(this.buttons[name], this.tool(TOOLS[name])?.disabled === false);
    }
  }
}

const able = (button, is) => button.setAttribute("aria-disabled", String(!is));

export default function ({ data, parentElement, setTriggerValue }) {
  const [{ frame, size, ratio, strokes, erases, kept_as }] = data;
  const isNew = !desks.has(parentElement);
  if (isNew) desks.set(parentElement, new Desk(parentElement, frame));
  const desk = desks.get(parentElement);
  Object.assign(desk, { size, ratio });
  desk.look();
  const { eraser, clear } = desk.buttons;
  eraser.onclick = () => setTriggerValue("erases", true);
  eraser.setAttribute("aria-pressed", String(erases));
  clear.onclick = () => setTriggerValue("clear", true);
  able(clear, Boolean(strokes?.length));
  if (strokes) store(kept_as, strokes);
  else if (isNew) {
    const kept = stored(kept_as);
    if (kept?.length) setTriggerValue("restored", kept);
  }
  return () => {
    desks.get(parentElement)?.leave();
    desks.delete(parentElement);
  };
}
