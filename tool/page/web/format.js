// Words, numbers and elements. Nothing here or elsewhere sets innerHTML: what a task printed is only ever text.
const data = JSON.parse(document.getElementById("data").textContent);
const PASSED = 0, FAILED = 1, SKIPPED = 4;
const FLAKY = 1, LEAKED = 2, SLOW = 4, AHEAD = 8, NAME_IS_ID = 16;
const FIELDS = { name: 0, group: 1, outcome: 2, cause: 3, reason: 4, time: 5, attempts: 6, flags: 7, worker: 8, labels: 9,
  source: 10, instances: 11, machine: 12 };
const tasks = data.tasks;
const get = (task, field) => tasks[task][FIELDS[field]];
const taskId = (task) =>
  (get(task, "flags") & NAME_IS_ID ? "" : data.groups[get(task, "group")] + ".") + get(task, "name");
const isRed = (outcome) => outcome !== PASSED && outcome !== SKIPPED;
const outcomeWord = (outcome) => data.outcomes[outcome].replace("_", " ");
const byId = (id) => document.getElementById(id);

// Microseconds for people.
function duration(microseconds) {
  const seconds = microseconds / 1e6;
  if (seconds < 0.001) return Math.round(microseconds) + " µs";
  if (seconds < 1) return (seconds * 1000).toPrecision(3) + " ms";
  if (seconds < 120) return seconds.toPrecision(3) + " s";
  return Math.floor(seconds / 60) + " min " + Math.round(seconds % 60) + " s";
}

// An element with attributes and children; a child that is no node is text.
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") made.addEventListener("click", value);
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

const outcomeMark = (outcome) =>
  element("span", { class: "outcome o-" + data.outcomes[outcome] }, outcomeWord(outcome));

// A word that a POSIX shell reads as it is.
const shellWord = (word) => /^[A-Za-z0-9_\/.:=@%+,-]+$/.test(word) ? word : "'" + word.replaceAll("'", "'\\''") + "'";

// The whole id and nothing else, as a regular expression.
const exactly = (id) => "^" + id.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&") + "$";

function commandToRepeat(task) {
  const words = ["parallel-fixtures", "run", data.run.build_dir];
  if (data.run.config) words.push("-C", data.run.config);
  words.push("-R", exactly(taskId(task)));
  return words.map(shellWord).join(" ");
}

// A link to a file beside the page. Each part is encoded, so that no name becomes another kind of address.
const fileLink = (path) =>
  element("a", { href: "./" + path.split("/").map(encodeURIComponent).join("/") }, path);

// What the parameters of an ANSI "select graphic rendition" change.
function applyStyle(style, parameters) {
  const codes = parameters === "" ? [0] : parameters.split(/[;:]/).map(Number);
  for (let i = 0; i < codes.length; ++i) {
    const code = codes[i];
    if (code === 0) style = {};
    else if (code === 1) style = { ...style, b: true };
    else if (code === 2) style = { ...style, d: true };
    else if (code === 3) style = { ...style, i: true };
    else if (code === 4) style = { ...style, u: true };
    else if (code === 7) style = { ...style, v: true };
    else if (code === 22) style = { ...style, b: false, d: false };
    else if (code === 23) style = { ...style, i: false };
    else if (code === 24) style = { ...style, u: false };
    else if (code === 27) style = { ...style, v: false };
    else if (code === 39) style = { ...style, color: undefined };
    else if (code >= 30 && code <= 37) style = { ...style, color: code - 30 };
    else if (code >= 90 && code <= 97) style = { ...style, color: code - 90 };
    else if (code === 38 || code === 48) i += codes[i + 1] === 5 ? 2 : codes[i + 1] === 2 ? 4 : 0;
  }
  return style;
}

function styleClasses(style) {
  const names = ["b", "d", "i", "u", "v"].filter((name) => style[name]);
  if (style.color !== undefined) names.push("c" + style.color);
  return names.join(" ");
}

// Control characters other than newline and tab become visible, and so do marks that turn the direction of text.
const visible = (text) => text.replace(/\r\n?/g, "\n").replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
  (c) => "\\x" + c.charCodeAt(0).toString(16).padStart(2, "0"));

// Appends text; addresses of the web in it become links.
function appendLinked(parent, text) {
  const address = /\bhttps?:\/\/[^\s<>"'`\\]+[^\s<>"'`\\.,;:!?)\]]/g;
  let from = 0;
  for (const match of text.matchAll(address)) {
    parent.append(text.slice(from, match.index),
      element("a", { href: match[0], rel: "noopener noreferrer nofollow", target: "_blank" }, match[0]));
    from = match.index + match[0].length;
  }
  parent.append(text.slice(from));
}

// Output as a terminal would show it. Colours are kept; every other escape sequence is left out.
function outputElement(text) {
  const pre = element("pre", { tabindex: "0" });
  const escapes = /\x1b(?:\[([0-9;:]*)m|\[[\x20-\x3f]*[\x40-\x7e]?|\][^\x07\x1b\n]*(?:\x07|\x1b\\)?|[^\[\]])/g;
  let style = {};
  let from = 0;
  const add = (part) => {
    if (part === "") return;
    const classes = styleClasses(style);
    const parent = classes === "" ? pre : element("span", { class: classes });
    appendLinked(parent, visible(part));
    if (parent !== pre) pre.append(parent);
  };
  for (const match of text.matchAll(escapes)) {
    add(text.slice(from, match.index));
    if (match[1] !== undefined) style = applyStyle(style, match[1]);
    from = match.index + match[0].length;
  }
  add(text.slice(from));
  return pre;
}
