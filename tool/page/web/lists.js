// The fixtures, the slowest tasks, the marks, and what earlier runs say.
const LISTED = 20;

// Makes elements of the items that are shown, and of no others: there may be 100,000.
function listSection(title, items, render, note) {
  return element("section", {}, element("h2", {}, title), note ? element("p", { class: "muted" }, note) : "",
    element("ol", {}, ...items.slice(0, LISTED).map((item) => element("li", {}, ...render(item)))),
    items.length > LISTED ? element("p", { class: "muted" }, `and ${items.length - LISTED} more`) : "");
}

// A title that begins with # is that of a column of numbers.
const wideTable = (titles, rows) => element("table", {}, element("thead", {}, element("tr", {}, ...titles.map((title) =>
  element("th", { scope: "col", class: title.startsWith("#") ? "number" : "" }, title.replace("#", ""))))), element("tbody", {}, ...rows));

// A set-up or teardown failed, or it died.
const wentWrong = (instance) => isRed(instance[8]) || (instance[10] & 1) !== 0 || instance[9] > 0;

function addFixtures(openInstance) {
  if (data.fixtures.length === 0) {
    byId("fixtures-section").hidden = true;
    return;
  }
  const slowest = data.fixtures.map((_, fixture) => fixture)
    .sort((a, b) => data.fixtures[b].setup - data.fixtures[a].setup);
  // The instance that a click on the fixture shows: the first that went wrong, or else the first.
  const shown = data.fixtures.map(() => -1);
  data.instances.forEach((instance, index) => {
    const fixture = instance[1];
    if (shown[fixture] < 0 || (wentWrong(instance) && !wentWrong(data.instances[shown[fixture]]))) shown[fixture] = index;
  });
  const rows = slowest.map((index) => {
    const fixture = data.fixtures[index];
    const name = visible(fixture.name);
    return element("tr", {}, element("td", {}, shown[index] < 0 ? name : element("button", { type: "button", class: "link", onclick: () => openInstance(shown[index]) }, name)),
      element("td", {}, outcomeMark(fixture.outcome)), element("td", {}, visible(`${fixture.scope} ${fixture.kind}`)),
      element("td", { class: "number" }, fixture.setups + (fixture.kept ? ` (${fixture.kept} kept)` : "")),
      element("td", { class: "number" }, duration(fixture.setup)), element("td", { class: "number" }, String(fixture.teardowns)),
      element("td", { class: "number" }, duration(fixture.teardown)), element("td", {}, visible(data.reasons[fixture.reason])));
  });
  byId("fixtures").append(wideTable(["Fixture", "Outcome", "Scope", "#Set-ups", "#Time", "#Teardowns", "#Time", "Reason"], rows));
}

function addEarlierRuns() {
  if (data.earlier.length === 0) return;
  const runs = [{ id: "this run", started: new Date(data.run.started).toISOString(), duration: data.run.end, counts: data.counts }, ...data.earlier];
  const rows = runs.map((run) => {
    const red = run.counts.reduce((sum, count, outcome) => sum + (isRed(outcome) ? count : 0), 0);
    const number = (text, more = "") => element("td", { class: "number " + more }, text);
    return element("tr", {}, element("td", {}, visible(run.id)), element("td", {}, visible(run.started).replace("T", " ").slice(0, 19)),
      number(String(run.counts[PASSED])), number(String(run.counts[SKIPPED])), number(String(red), red > 0 ? "o-failed" : ""),
      number(duration(run.duration)));
  });
  byId("earlier").append(element("h2", {}, "Earlier runs of this build tree"),
    element("div", { class: "wide" }, wideTable(["Run", "Started (UTC)", "#Passed", "#Skipped", "#Others", "#Time"], rows)));
}

// The first tasks that did not pass, at the head of the page.
function addFailures(openTask) {
  const red = [...tasks.keys()].filter((task) => isRed(get(task, "outcome")));
  if (red.length === 0) return;
  byId("failures").append("Did not pass: ");
  red.slice(0, LISTED).forEach((task, index) => byId("failures").append(index > 0 ? ", " : "", taskLink(task, openTask)));
  if (red.length > LISTED) byId("failures").append(` and ${red.length - LISTED} more`);
}

const taskLink = (task, openTask) =>
  element("button", { type: "button", class: "link", onclick: () => openTask(task) }, visible(taskId(task)));

function addLists(openTask) {
  const link = (task) => taskLink(task, openTask);
  const named = (task) => [link(task), " ", outcomeMark(get(task, "outcome"))];
  const timed = (task) => [link(task), ` ${duration(get(task, "time"))}`];
  const slower = ([task, usual]) => [...timed(task), `, usually ${duration(usual)}`];
  const all = [...tasks.keys()];
  const add = (title, items, render, note) => { if (items.length > 0) byId("lists").append(listSection(title, items, render, note)); };
  add("New failures", data.compared.failed, named, "They did not fail in the newest earlier run that had them.");
  add("Fixed", data.compared.fixed, named, "They did not pass in the newest earlier run that had them.");
  add("Slower than before", data.compared.slower, slower, "At least twice the median of the earlier runs in which they passed.");
  add("New tasks", data.compared.added, named);
  add("Slowest tasks", all.filter((task) => get(task, "time") > 0).sort((a, b) => get(b, "time") - get(a, "time")), timed);
  for (const [bit, title] of [[FLAKY, "Flaky"], [LEAKED, "Left processes running"], [SLOW, "Over the slow limit"]]) {
    add(title, all.filter((task) => get(task, "flags") & bit), timed);
  }
}
