// The table of tasks. Only the rows that are in sight exist, so that 100,000 tasks scroll as ten do.
const ROW = 31;
const COLUMNS = [
  { key: "outcome", title: "Outcome", width: "7rem" },
  { key: "name", title: "Task", width: "36%" },
  { key: "reason", title: "Reason", width: "" },
  { key: "time", title: "Time", width: "6rem" },
  { key: "attempts", title: "Tries", width: "4.6rem" },
];
const FLAGS = [[FLAKY, "flaky"], [LEAKED, "leaked"], [SLOW, "slow"]];
// By outcome: failures first, then what did not run, skipped, passed.
const URGENCY = [5, 0, 1, 2, 4, 3];

class TaskTable {
  constructor(onChosen) {
    this.onChosen = onChosen;
    this.box = byId("rows");
    this.body = byId("body");
    this.ids = tasks.map((_, task) => taskId(task));
    this.searched = [];
    this.order = { key: "outcome", down: false };
    this.filter = this.noFilter();
    this.shown = [];
    this.chosen = -1;
    this.compare = {
      outcome: (a, b) => URGENCY[get(a, "outcome")] - URGENCY[get(b, "outcome")],
      name: (a, b) => this.ids[a] < this.ids[b] ? -1 : this.ids[a] > this.ids[b] ? 1 : 0,
      reason: (a, b) => get(a, "reason") - get(b, "reason"),
      time: (a, b) => get(a, "time") - get(b, "time"),
      attempts: (a, b) => get(a, "attempts") - get(b, "attempts"),
    };
    this.addHeads();
    this.addFilters();
    this.listen();
    this.update();
  }

  noFilter() { return { outcomes: new Set(data.outcomes.keys()), group: -1, label: "", flag: 0, text: "" }; }

  textOf(task) {
    return this.searched[task] ??= (this.ids[task] + "\n" + this.reasonOf(task)).toLowerCase();
  }

  // The first assertion that failed says more than an exit code.
  reasonOf(task) {
    const assertion = data.details[task]?.attempts.at(-1)?.failures?.[0];
    const place = assertion && assertion[0] !== "" ? `${assertion[0].split("/").pop()}:${assertion[1]}: ` : "";
    return assertion ? place + assertion[2] : data.reasons[get(task, "reason")];
  }

  matches(task) {
    const { outcomes, group, label, flag, text } = this.filter;
    return outcomes.has(get(task, "outcome")) && (group < 0 || get(task, "group") === group) &&
      (flag === 0 || (get(task, "flags") & flag) !== 0) && (label === "" || data.labels[get(task, "labels")].includes(label)) &&
      (text === "" || this.textOf(task).includes(text));
  }

  row(index) {
    const task = this.shown[index];
    const flags = FLAGS.filter(([bit]) => get(task, "flags") & bit).map(([, word]) => word);
    const reason = visible([...flags, this.reasonOf(task)].filter(Boolean).join("; ")).split("\n")[0];
    const id = visible(this.ids[task]).replaceAll("\n", " ");
    const first = this.chosenShown ? task === this.chosen : index === 0;
    return element("tr", { "aria-rowindex": index + 2, "aria-selected": task === this.chosen, "data-index": index, tabindex: first ? 0 : -1 },
      element("td", {}, outcomeMark(get(task, "outcome"))), element("td", { title: id }, id), element("td", { title: reason }, reason),
      element("td", { class: "number" }, duration(get(task, "time"))), element("td", { class: "number" }, String(get(task, "attempts"))));
  }

  draw() {
    const { box, body, shown } = this;
    const gap = (rows) => element("tr", { class: "gap", "aria-hidden": "true" },
      element("td", { colspan: COLUMNS.length, style: `height:${rows * ROW}px` }));
    const focused = body.contains(document.activeElement) ? document.activeElement.dataset.index : undefined;
    const first = Math.max(0, Math.min(Math.floor(box.scrollTop / ROW), shown.length) - 10);
    const last = Math.min(shown.length, first + Math.ceil(box.clientHeight / ROW) + 20);
    const rows = [gap(first)];
    for (let i = first; i < last; ++i) rows.push(this.row(i));
    rows.push(gap(shown.length - last));
    body.replaceChildren(...rows);
    if (focused !== undefined) body.querySelector(`[data-index="${focused}"]`)?.focus({ preventScroll: true });
  }

  update() {
    const compare = this.compare[this.order.key];
    const sign = this.order.down ? -1 : 1;
    this.shown = [...tasks.keys()].filter((task) => this.matches(task));
    this.shown.sort((a, b) => sign * compare(a, b) || a - b);
    this.box.firstElementChild.setAttribute("aria-rowcount", this.shown.length + 1);
    byId("matches").textContent = `${this.shown.length} of ${tasks.length} tasks`;
    for (const head of byId("heads").children) {
      const own = head.dataset.key === this.order.key;
      head.setAttribute("aria-sort", own ? (this.order.down ? "descending" : "ascending") : "none");
      head.firstElementChild.textContent = head.dataset.title + (own ? (this.order.down ? " ▼" : " ▲") : "");
    }
    this.chosenShown = this.shown.includes(this.chosen);
    this.box.scrollTop = 0;
    this.draw();
  }

  choose(index, focus) {
    if (index < 0 || index >= this.shown.length) return;
    this.chosen = this.shown[index];
    this.chosenShown = true;
    const top = index * ROW;
    const room = this.box.clientHeight - 2 * ROW;
    if (top < this.box.scrollTop || top > this.box.scrollTop + room) this.box.scrollTop = Math.max(0, top - room / 2);
    this.draw();
    if (focus) this.body.querySelector(`[data-index="${index}"]`)?.focus({ preventScroll: true });
    this.onChosen(this.chosen);
  }

  // Shows a task wherever it is, without the filters if they hide it.
  open(task) {
    if (!this.shown.includes(task)) this.clearFilters();
    this.choose(this.shown.indexOf(task), false);
    byId("tasks").scrollIntoView({ block: "start" });
  }

  clearFilters() {
    this.filter = this.noFilter();
    for (const id of ["group", "label", "flag", "text"]) byId(id).value = "";
    for (const button of byId("outcomes").children) button.setAttribute("aria-pressed", "true");
    this.update();
  }

  addOutcome(outcome) {
    const button = element("button", { type: "button", "aria-pressed": "true", "data-outcome": data.outcomes[outcome] },
      outcomeMark(outcome), ` ${data.counts[outcome]}`);
    button.addEventListener("click", () => {
      const on = !this.filter.outcomes.delete(outcome);
      if (on) this.filter.outcomes.add(outcome);
      button.setAttribute("aria-pressed", String(on));
      this.update();
    });
    byId("outcomes").append(button);
  }

  addFilters() {
    data.outcomes.forEach((_, outcome) => { if (data.counts[outcome] > 0) this.addOutcome(outcome); });
    const choices = (id, all, change) => {
      byId(id).append(element("option", { value: "" }, "all"), ...all.map(([value, title]) => element("option", { value }, title)));
      byId(id).addEventListener("change", (event) => { change(event.target.value); this.update(); });
    };
    choices("group", data.groups.map((name, index) => [index, visible(name)]), (value) => { this.filter.group = value === "" ? -1 : Number(value); });
    choices("label", [...new Set(data.labels.flat())].sort().map((label) => [label, visible(label)]), (value) => { this.filter.label = value; });
    choices("flag", FLAGS, (value) => { this.filter.flag = Number(value); });
    byId("text").addEventListener("input", (event) => { this.filter.text = event.target.value.toLowerCase(); this.update(); });
    byId("clear").addEventListener("click", () => this.clearFilters());
  }

  addHeads() {
    for (const { key, title, width } of COLUMNS) {
      const button = element("button", { type: "button" }, title);
      button.addEventListener("click", () => {
        const largestFirst = key === "time" || key === "attempts";
        this.order = { key, down: this.order.key === key ? !this.order.down : largestFirst };
        this.update();
      });
      byId("heads").append(element("th", { scope: "col", "data-key": key, "data-title": title, style: width ? `width:${width}` : "" }, button));
    }
  }

  key(event) {
    const at = Number(event.target.closest("[data-index]")?.dataset.index ?? -1);
    const page = Math.max(1, Math.floor(this.box.clientHeight / ROW) - 2);
    const last = this.shown.length - 1;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: Math.min(at + page, last), PageUp: Math.max(at - page, 0), Home: 0, End: last, " ": at }[event.key];
    if (to === undefined && event.key !== "Enter") return;
    event.preventDefault();
    this.choose(to ?? at, event.key !== "Enter");
    if (event.key === "Enter") byId("details").focus();
  }

  listen() {
    this.box.addEventListener("scroll", () => requestAnimationFrame(() => this.draw()), { passive: true });
    this.body.addEventListener("click", (event) => {
      const hit = event.target.closest("[data-index]");
      if (hit) this.choose(Number(hit.dataset.index), true);
    });
    this.body.addEventListener("keydown", (event) => this.key(event));
    addEventListener("resize", () => this.draw());
  }
}
