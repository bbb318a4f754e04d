// A picture comes by Ctrl+V anywhere on the page, or by the button, which asks the browser for it.

const NONE = "The clipboard holds no picture: copy one, then paste it here.";
const CLOSED = "The browser keeps the clipboard from this page: press Ctrl+V (on a Mac ⌘V) here.";

const isPicture = (type) => type.startsWith("image/");
const writes = ([target]) =>
  target.closest?.("input:not([type=range]), textarea, [contenteditable]");

async function fromClipboard() {
  for (const item of await navigator.clipboard.read()) {
    const type = item.types.find(isPicture);
    if (type) return item.getType(type);
  }
  return null;
}

function base64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(",")[1]);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

// Streamlit calls the function below again with each change; what listens is made once.
const boards = new WeakMap();

class Board {
  constructor(root) {
    this.tool = root.querySelector(".paste");
    this.status = root.querySelector("p");
    root.querySelector("button").onclick = () => this.ask();
    this.pasted = (event) => {
      if (writes(event.composedPath())) return;
      const pictures = [...event.clipboardData.files].filter(({ type }) => isPicture(type));
      this.take(pictures[0]);
    };
    document.addEventListener("paste", this.pasted);
  }

  leave() { document.removeEventListener("paste", this.pasted); }

  say(words) { this.status.textContent = words; }

  async ask() {
    try {
      await this.take(await fromClipboard());
    } catch { // it may be refused, by the browser or by who uses it, or not be there at all
      this.say(CLOSED);
    }
  }

  async take(picture) {
    if (!picture) return this.say(NONE);
    if (picture.size > this.most) {
      this.tool.hidden = false; // whatever else the page shows: this is to be read
      const has = Math.ceil(picture.size / 2 ** 20);
      return this.say(
        `The picture has ${has} MB, more than the ${this.most / 2 ** 20} MB that can be pasted: ` +
        "save it as a file and upload it.",
      );
    }
    this.say("");
    this.send(await base64(picture));
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const [{ is_shown, most }] = data;
  if (!boards.has(parentElement)) boards.set(parentElement, new Board(parentElement));
  const board = boards.get(parentElement);
  board.most = most;
  board.send = (content) => setTriggerValue("pasted", content);
  board.tool.hidden = !is_shown;
  return () => {
    boards.get(parentElement)?.leave();
    boards.delete(parentElement);
  };
}
