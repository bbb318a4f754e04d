// A sheet to draw on. The drawing is the browser's own: each stroke, undo and redo shows at once,
// whatever the server is doing, and after each the server is handed all strokes. They are kept in
// the tab's storage, so that they are there again when one comes back or reloads.

const NEAREST = 1; // of a point to the one before, in the sheet's pixels

const sheets = new WeakMap();

class Sheet {
  constructor(root, { side, most_strokes, most_points, widest, kept_as }) {
    Object.assign(this, { side, most_strokes, most_points, widest, kept_as });
    this.canvas = root.querySelector("canvas");
    this.pen = this.canvas.getContext("2d");
    this.said = root.querySelector(".said");
    this.buttons = Object.fromEntries(
      [...root.querySelectorAll("button")].map((button) => [button.name, button]),
    );
    this.start(this.stored());
    this.listen();
  }

  // Every state of the drawing that undo and redo lead to, and which of them is seen.
  start(strokes) {
    this.history = [[], ...strokes.map((_, last) => strokes.slice(0, last + 1))];
    this.now = strokes.length;
    this.stroke = null;
    this.erasing = false;
  }

  get strokes() { return this.history[this.now]; }

  listen() {
    const { canvas, buttons } = this;
    canvas.onpointerdown = (event) => this.begin(event);
    canvas.onpointermove = (event) => this.follow(event);
    canvas.onpointerup = canvas.onpointercancel = (event) => this.end(event);
    canvas.onlostpointercapture = (event) => this.end(event);
    buttons.undo.onclick = () => this.go(this.now - 1);
    buttons.redo.onclick = () => this.go(this.now + 1);
    buttons.eraser.onclick = () => { this.erasing = !this.erasing; this.show(); };
    buttons.clear.onclick = () => { this.erasing = false; this.add([]); };
    this.resized = new ResizeObserver(() => this.paint());
    this.resized.observe(canvas);
    this.pressed = (event) => this.press(event);
    document.addEventListener("keydown", this.pressed);
  }

  leave() {
    this.resized.disconnect();
    document.removeEventListener("keydown", this.pressed);
  }

  press(event) {
    const [target] = event.composedPath();
    const writes = target.closest?.("input:not([type=range]), textarea, [contenteditable]");
    if (writes || event.altKey || !(event.ctrlKey || event.metaKey)) return;
    const key = event.key.toLowerCase();
    const step = key === "y" ? 1 : key === "z" ? (event.shiftKey ? 1 : -1) : 0;
    if (!step) return;
    event.preventDefault();
    this.go(this.now + step);
  }

  begin(event) {
    if (event.button !== 0 || !event.isPrimary || this.stroke) return;
    event.preventDefault();
    if (this.isFull()) return this.say("The canvas is full. Undo or clear to draw on.");
    this.canvas.setPointerCapture(event.pointerId);
    const width = this.erasing ? 1.5 * this.width : this.width;
    this.stroke = { points: [], width, erases: this.erasing };
    this.put(event);
  }

  follow(event) {
    if (!this.stroke || !event.isPrimary) return;
    const between = event.getCoalescedEvents?.() ?? [];
    (between.length ? between : [event]).forEach((each) => this.put(each));
  }

  end(event) {
    if (!this.stroke || !event.isPrimary) return;
    const { stroke } = this;
    this.stroke = null;
    this.add([...this.strokes, stroke]);
  }

  isFull() {
    const points = this.strokes.reduce((sum, { points }) => sum + points.length / 2, 0);
    return this.strokes.length >= this.most_strokes || points >= this.most_points / 2;
  }

  put(event) {
    const { points } = this.stroke;
    const box = this.canvas.getBoundingClientRect();
    const inside = (share) => Math.min(1.2, Math.max(-0.2, share)) * this.side;
    const x = inside((event.clientX - box.left) / box.width);
    const y = inside((event.clientY - box.top) / box.height);
    const [before_x, before_y] = points.slice(-2);
    if (Math.hypot(x - before_x, y - before_y) < NEAREST) return;
    if (points.length >= this.most_points) return; // half of all: begun below the other half
    points.push(Math.round(10 * x) / 10, Math.round(10 * y) / 10);
    this.line(this.stroke, points.length - 4);
  }

  add(strokes) {
    this.history = [...this.history.slice(0, this.now + 1), strokes];
    this.go(this.now + 1);
  }

  go(to) {
    if (this.stroke || to === this.now || !this.history[to]) return;
    this.now = to;
    this.store();
    this.show();
    this.send(this.strokes);
  }

  show() {
    const { undo, redo, eraser, clear } = this.buttons;
    const able = (button, is) => button.setAttribute("aria-disabled", String(!is));
    able(undo, this.now > 0);
    able(redo, this.now < this.history.length - 1);
    able(clear, this.strokes.length > 0);
    eraser.setAttribute("aria-pressed", String(this.erasing));
    this.say("");
    this.paint();
  }

  say(words) { this.said.textContent = words; }

  paint() {
    const pixels = Math.round(this.canvas.clientWidth * (window.devicePixelRatio || 1));
    if (!pixels) return;
    if (this.canvas.width !== pixels) this.canvas.width = this.canvas.height = pixels;
    const scale = pixels / this.side;
    this.pen.setTransform(scale, 0, 0, scale, 0, 0);
    this.pen.fillStyle = "#000";
    this.pen.fillRect(0, 0, this.side, this.side);
    [...this.strokes, ...(this.stroke ? [this.stroke] : [])].forEach((s) => this.line(s, 0));
  }

  line({ points, width, erases }, from) {
    const { pen } = this;
    pen.lineCap = pen.lineJoin = "round";
    pen.lineWidth = width;
    pen.strokeStyle = erases ? "#000" : "#fff";
    pen.beginPath();
    const start = Math.max(0, from);
    pen.moveTo(points[start], points[start + 1]);
    for (let at = start; at < points.length; at += 2) pen.lineTo(points[at], points[at + 1]);
    if (points.length === 2) pen.lineTo(points[0] + 0.01, points[1]); // else it leaves no dot
    pen.stroke();
  }

  store() {
    try {
      sessionStorage.setItem(this.kept_as, JSON.stringify(this.strokes));
    } catch { /* the browser keeps nothing: the drawing lives as long as the page */ }
  }

  stored() {
    try {
      const strokes = JSON.parse(sessionStorage.getItem(this.kept_as));
      return this.isDrawing(strokes) ? strokes : [];
    } catch {
      return [];
    }
  }

  // As the server checks it too.
  isDrawing(strokes) {
    if (!Array.isArray(strokes) || strokes.length > this.most_strokes) return false;
    const far = 10 * this.side;
    const isStroke = ({ points, width, erases }) =>
      typeof erases === "boolean" && width >= 0 && width <= this.widest &&
      Array.isArray(points) && points.length >= 2 && points.length % 2 === 0 &&
      points.every((number) => Number.isFinite(number) && Math.abs(number) <= far);
    return strokes.every(isStroke) &&
      strokes.reduce((sum, { points }) => sum + points.length, 0) <= 2 * this.most_points;
  }
}

export default function ({ data, parentElement, setStateValue }) {
  const [{ width, size, server_has_strokes, ...settings }] = data;
  parentElement.querySelector(".board").style.setProperty("--size", `${size}px`);
  let sheet = sheets.get(parentElement);
  const isNew = !sheet;
  if (isNew) sheets.set(parentElement, (sheet = new Sheet(parentElement, settings)));
  sheet.width = width;
  sheet.send = (strokes) => setStateValue("drawing", strokes);
  if (isNew) {
    sheet.show();
    if (sheet.strokes.length || server_has_strokes) sheet.send(sheet.strokes);
  }
  return () => {
    sheets.get(parentElement)?.leave();
    sheets.delete(parentElement);
  };
}
