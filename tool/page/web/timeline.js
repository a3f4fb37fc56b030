// The timeline: a row for each lane of tasks and of fixtures, drawn on a canvas of the size that is in sight.
const LANE = 22, AXIS = 24;
const TASK = 0, SETUP = 1, UP = 2, TEARDOWN = 3, WAIT = 4;
const WAIT_TOP = 19, WAIT_HEIGHT = 3;
const KIND_WORDS = ["", "set-up of ", "", "teardown of "];

class Timeline {
  constructor(open) {
    this.open = open;
    this.box = byId("timeline");
    this.canvas = byId("canvas");
    this.lanes = [];
    this.marked = { task: -1, instance: -1 };
    this.cursor = null;
    this.end = Math.max(data.run.end, 1);
    this.from = 0;
    this.to = this.end;
    this.collect();
    this.listen();
    this.readColours();
    this.resize();
  }

  // Spans are { kind, index, begin, end, outcome, number, path }; index is that of the task or instance.
  collect() {
    const lane = (title) => this.lanes[this.lanes.push({ title, spans: [], waits: [] }) - 1];
    const inPath = new Set(data.path.instances);
    const fixtureLanes = data.fixtures.map((fixture) =>
      fixture.lanes.map((title) => lane(visible(title))));
    data.instances.forEach(([, fixture, row, begin, ready, gone, down, end, setup, teardown, flags], index) => {
      const { spans } = fixtureLanes[fixture][row];
      const path = inPath.has(index);
      const span = (kind, from, to, outcome) => spans.push({ kind, index, begin: from, end: to, outcome, number: 1, path: path && kind !== UP });
      span(SETUP, begin, ready, setup);
      if (setup === PASSED) span(UP, ready, gone, flags & 1 ? FAILED : PASSED);
      if (teardown >= 0) span(TEARDOWN, down, end, teardown);
    });
    const taskLanes = data.lanes.map(lane);
    const all = data.attempts;
    for (let i = 0; i < all.length; i += 6) {
      const [index, number, outcome, begin, end, row] = all.slice(i, i + 6);
      taskLanes[row].spans.push({ kind: TASK, index, begin, end, outcome, number, path: index === data.path.task });
    }
    for (let i = 0; i < data.waits.length; i += 6) {
      const [index, number, begin, end, row, cause] = data.waits.slice(i, i + 6);
      taskLanes[row].waits.push({ kind: WAIT, index, begin, end, number, cause });
    }
    for (const { waits } of this.lanes) waits.sort((a, b) => (b.end - b.begin) - (a.end - a.begin));
    for (const { spans } of this.lanes) spans.sort((a, b) => a.begin - b.begin);
  }

  readColours() {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue("--" + name).trim();
    this.colours = { outcome: data.outcomes.map(colour), ink: colour("ink"), muted: colour("muted"), line: colour("line"),
      paper: colour("paper"), setup: colour("setup"), up: colour("up"), teardown: colour("teardown"), path: colour("path"),
      wait: colour("wait"), chosen: colour("link") };
  }

  resize() {
    const height = AXIS + this.lanes.length * LANE + 4;
    this.box.style.height = Math.min(height + 2, innerHeight * 0.45) + "px";
    this.width = this.box.clientWidth;
    this.height = this.box.clientHeight;
    this.gutter = Math.min(150, this.width * 0.25);
    this.canvas.style.width = this.width + "px";
    this.canvas.style.height = this.height + "px";
    const scale = devicePixelRatio || 1;
    this.canvas.width = Math.round(this.width * scale);
    this.canvas.height = Math.round(this.height * scale);
    byId("timeline-height").style.height = Math.max(0, height - this.height) + "px";
    this.canvas.getContext("2d").setTransform(scale, 0, 0, scale, 0, 0);
    this.draw();
  }

  x(time) { return this.gutter + (time - this.from) / (this.to - this.from) * (this.width - this.gutter); }
  time(x) { return this.from + (x - this.gutter) / (this.width - this.gutter) * (this.to - this.from); }

  colourOf(span) {
    if (span.kind === TASK) return this.colours.outcome[span.outcome];
    if (span.outcome !== PASSED) return this.colours.outcome[span.outcome];
    return [, this.colours.setup, this.colours.up, this.colours.teardown][span.kind];
  }

  drawAxis(pen) {
    pen.fillStyle = this.colours.paper;
    pen.fillRect(0, 0, this.width, AXIS);
    pen.fillStyle = this.colours.muted;
    pen.strokeStyle = this.colours.line;
    const room = (this.to - this.from) * 90 / (this.width - this.gutter);
    const power = 10 ** Math.floor(Math.log10(room));
    const step = Math.max(1, [1, 2, 5, 10].map((n) => n * power).find((n) => n >= room));
    for (let at = Math.ceil(this.from / step) * step; at <= this.to; at += step) {
      const x = Math.round(this.x(at)) + 0.5;
      pen.beginPath();
      pen.moveTo(x, AXIS - 6);
      pen.lineTo(x, this.height);
      pen.stroke();
      pen.fillText(duration(at), x + 3, 15);
    }
    pen.fillText("since the start", 6, 15);
  }

  // Many spans may fall on one pixel. Then what is not passed stays in sight.
  drawLane(pen, lane, y) {
    let drawnTo = -1;
    for (const span of lane.spans) {
      if (span.end < this.from || span.begin > this.to) continue;
      const x = Math.max(this.x(span.begin), this.gutter);
      const right = Math.min(Math.max(this.x(span.end), x + 1), this.width);
      const notable = span.path || isRed(span.outcome) || this.isMarked(span);
      if (right <= drawnTo && !notable) continue;
      const earlier = span.kind === TASK && span.number < get(span.index, "attempts");
      const low = earlier || span.kind === UP;
      const top = y + (low ? 6 : 3);
      const height = LANE - (low ? 9 : 6);
      const width = Math.max(right - x - (right - x > 3 ? 0.5 : 0), notable ? 2 : 1);
      pen.fillStyle = this.colourOf(span);
      pen.fillRect(x, top, width, height);
      if (span.path) this.frame(pen, this.colours.path, x, top, width, height);
      if (this.isMarked(span)) this.frame(pen, this.colours.chosen, x, top, width, height);
      if (width > 40) this.drawName(pen, span, x, top, width, height);
      drawnTo = right;
    }
    this.drawWaits(pen, lane, y);
  }

  // Waits may overlap with each other and with what ran before in the lane, so they are a line below the spans, with a mark
  // at their end. The shortest is above the others.
  drawWaits(pen, lane, y) {
    pen.fillStyle = this.colours.wait;
    for (const wait of lane.waits) {
      if (wait.end < this.from || wait.begin > this.to) continue;
      const x = Math.max(this.x(wait.begin), this.gutter);
      const right = Math.min(this.x(wait.end), this.width);
      pen.fillRect(x, y + WAIT_TOP, Math.max(right - x, 1), WAIT_HEIGHT);
      if (right > this.gutter) pen.fillRect(right - 2, y + WAIT_TOP - 4, 2, WAIT_HEIGHT + 4);
    }
  }

  frame(pen, colour, x, y, width, height) {
    pen.strokeStyle = colour;
    pen.lineWidth = 2.5;
    pen.strokeRect(x, y - 1, Math.max(width, 2), height + 2);
    pen.lineWidth = 1;
  }

  drawName(pen, span, x, top, width, height) {
    pen.fillStyle = span.kind === UP ? this.colours.ink : this.colours.paper;
    this.drawClipped(pen, this.nameOf(span), x + 4, top, width - 7, height, height - (height < 16 ? 3 : 4));
  }

  drawClipped(pen, text, x, top, width, height, baseline) {
    pen.save();
    pen.beginPath();
    pen.rect(x, top, width, height);
    pen.clip();
    pen.fillText(text.slice(0, 200), x, top + baseline);
    pen.restore();
  }

  nameOf(span) {
    return span.kind === TASK ? visible(String(get(span.index, "name"))) : KIND_WORDS[span.kind] + visible(data.instances[span.index][0]);
  }

  isMarked(span) {
    return span.kind === TASK ? span.index === this.marked.task : span.index === this.marked.instance;
  }

  draw() {
    const pen = this.canvas.getContext("2d");
    pen.font = "12px system-ui, sans-serif";
    pen.clearRect(0, 0, this.width, this.height);
    const scrolled = this.box.scrollTop;
    this.drawAxis(pen);
    pen.save();
    pen.beginPath();
    pen.rect(0, AXIS, this.width, this.height - AXIS);
    pen.clip();
    this.lanes.forEach((lane, i) => {
      const y = AXIS + i * LANE - scrolled;
      if (y < AXIS - LANE || y > this.height) return;
      this.drawLane(pen, lane, y);
      pen.fillStyle = this.colours.paper;
      pen.fillRect(0, y, this.gutter - 2, LANE);
      pen.fillStyle = this.colours.ink;
      this.drawClipped(pen, lane.title, 6, y, this.gutter - 10, LANE, 15);
    });
    pen.restore();
    byId("timeline-span").textContent = this.from === 0 && this.to === this.end ? "" : `${duration(this.from)} to ${duration(this.to)}`;
  }

  zoom(factor, around = (this.from + this.to) / 2) {
    const length = Math.min(this.end, Math.max((this.to - this.from) / factor, Math.min(100, this.end)));
    const share = (around - this.from) / (this.to - this.from);
    this.show(around - share * length, length);
  }

  show(from, length = this.to - this.from) {
    this.from = Math.max(0, Math.min(from, this.end - length));
    this.to = this.from + length;
    requestAnimationFrame(() => this.draw());
  }

  spanAt(x, y) {
    const lane = this.lanes[Math.floor((y - AXIS + this.box.scrollTop) / LANE)];
    if (!lane || y < AXIS || x < this.gutter) return null;
    const below = (y - AXIS + this.box.scrollTop) % LANE >= WAIT_TOP - 1;
    return (below && this.nearest(lane.waits, x, 1)) || this.nearest(lane.spans, x, 4) || this.nearest(lane.waits, x, 1);
  }

  nearest(spans, x, nearest) {
    let best = null;
    for (const span of spans) {
      const distance = Math.max(this.x(span.begin) - x, x - Math.max(this.x(span.end), this.x(span.begin) + 1), 0);
      if (distance < nearest || (distance === nearest && distance === 0)) {
        nearest = distance;
        best = span;
      }
    }
    return best;
  }

  describe(span) {
    const time = `${duration(span.end - span.begin)}, from ${duration(span.begin)}`;
    if (span.kind === WAIT) return `${visible(taskId(span.index))}\nwaited for ${visible(data.waited_for[span.cause])}: ${time}`;
    if (span.kind === UP) return `${visible(data.instances[span.index][0])} is up\n${time}`;
    const name = span.kind === TASK ? visible(taskId(span.index)) : this.nameOf(span);
    const attempt = span.kind === TASK && get(span.index, "attempts") > 1 ? `, attempt ${span.number}` : "";
    return `${name}\n${outcomeWord(span.outcome)}${attempt}: ${time}` + (span.path ? "\non the critical path" : "");
  }

  hover(event) {
    const box = this.canvas.getBoundingClientRect();
    const span = this.spanAt(event.clientX - box.left, event.clientY - box.top);
    const tip = byId("tip");
    tip.hidden = !span;
    this.canvas.style.cursor = span ? "pointer" : "grab";
    if (!span) return;
    tip.textContent = this.describe(span);
    tip.style.left = Math.min(event.clientX + 12, innerWidth - tip.offsetWidth - 8) + "px";
    tip.style.top = Math.min(event.clientY + 14, innerHeight - tip.offsetHeight - 8) + "px";
  }

  choose(span) {
    byId("timeline-status").textContent = this.describe(span).replaceAll("\n", ": ");
    const ofTask = span.kind === TASK || span.kind === WAIT;
    this.mark(ofTask ? span.index : -1, ofTask ? -1 : span.index);
  }

  follow(span) {
    this.choose(span);
    if (span.kind === TASK || span.kind === WAIT) this.open.task(span.index);
    else this.open.instance(span.index);
  }

  mark(task, instance) {
    this.marked = { task, instance };
    this.draw();
  }

  // Moves the cursor by lanes and by spans, and brings it into sight.
  move(lanes, spans) {
    const used = this.lanes.map((lane, i) => lane.spans.length ? i : -1).filter((i) => i >= 0);
    if (used.length === 0) return;
    const before = this.cursor ?? { lane: used[0], at: -Math.max(spans, 0) };
    const lane = used[Math.max(0, Math.min(used.length - 1, used.indexOf(before.lane) + lanes))];
    const list = this.lanes[lane].spans;
    const begin = this.lanes[before.lane].spans[Math.max(before.at, 0)].begin;
    const nearest = lanes === 0 ? before.at : list.findLastIndex((span) => span.begin <= begin);
    this.cursor = { lane, at: Math.max(0, Math.min(list.length - 1, nearest + spans)) };
    const span = list[this.cursor.at];
    if (span.begin < this.from || span.end > this.to) this.show((span.begin + span.end) / 2 - (this.to - this.from) / 2);
    const y = lane * LANE;
    if (y < this.box.scrollTop || y > this.box.scrollTop + this.height - AXIS - LANE) this.box.scrollTop = y - this.height / 2;
    this.choose(span);
  }

  key(event) {
    const actions = {
      ArrowRight: () => this.move(0, 1), ArrowLeft: () => this.move(0, -1), ArrowDown: () => this.move(1, 0), ArrowUp: () => this.move(-1, 0),
      "+": () => this.zoom(1.5), "=": () => this.zoom(1.5), "-": () => this.zoom(1 / 1.5), "0": () => this.show(0, this.end),
      Enter: () => this.cursor && this.follow(this.lanes[this.cursor.lane].spans[this.cursor.at]),
    };
    if (!actions[event.key] || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    actions[event.key]();
  }

  wheel(event) {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY / 300), this.time(event.clientX - this.canvas.getBoundingClientRect().left));
    } else if (event.deltaX !== 0 || event.shiftKey) {
      event.preventDefault();
      const by = event.deltaX || event.deltaY;
      this.show(this.from + by / (this.width - this.gutter) * (this.to - this.from));
    }
  }

  listenToPointer() {
    let drag = null;
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => {
      drag = { x: event.clientX, from: this.from, moved: false };
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!drag) return this.hover(event);
      const by = event.clientX - drag.x;
      drag.moved ||= Math.abs(by) > 4;
      if (drag.moved) this.show(drag.from - by / (this.width - this.gutter) * (this.to - this.from));
    });
    canvas.addEventListener("pointerup", (event) => {
      const box = canvas.getBoundingClientRect();
      const span = drag && !drag.moved ? this.spanAt(event.clientX - box.left, event.clientY - box.top) : null;
      drag = null;
      if (span) this.follow(span);
    });
    canvas.addEventListener("pointerleave", () => { byId("tip").hidden = true; });
    canvas.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
  }

  listen() {
    this.listenToPointer();
    this.box.addEventListener("scroll", () => requestAnimationFrame(() => this.draw()), { passive: true });
    this.box.addEventListener("keydown", (event) => this.key(event));
    byId("zoom-in").addEventListener("click", () => this.zoom(2));
    byId("zoom-out").addEventListener("click", () => this.zoom(0.5));
    byId("zoom-all").addEventListener("click", () => this.show(0, this.end));
    addEventListener("resize", () => this.resize());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { this.readColours(); this.draw(); });
  }
}

function addLegend() {
  const add = (colour, text) => byId("legend").append(element("li", {}, element("i", { style: `background:var(--${colour})` }), text));
  data.outcomes.forEach((word, outcome) => { if (data.counts[outcome] > 0) add(word, outcomeWord(outcome)); });
  if (data.instances.length > 0) {
    add("setup", "set-up");
    add("up", "up");
    add("teardown", "teardown");
  }
  if (data.waits.length > 0) add("wait", "the task waited, although a slot was free");
  add("path", "critical path");
  const use = data.use;
  const all = use.busy + use.setups + use.held + use.end;
  const share = (part) => Math.round(100 * part / all) + " %";
  const notable = use.waits.filter(([, part]) => part >= all / 100).map(([cause, part]) => `for ${visible(cause)} ${share(part)}`);
  const waits = notable.length === 0 ? "" : ` (tasks could have used, had they not waited: ${notable.join(", ")})`;
  if (all > 0) {
    byId("legend").append(element("li", { class: "muted" }, `${use.slots} ${use.slots === 1 ? "slot" : "slots"}: ${share(use.busy)} busy; idle ${share(use.setups)} for set-ups, ` +
      `${share(use.held)} while tasks were held back${waits}, ${share(use.end)} after the last start`));
  }
}
