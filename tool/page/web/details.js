// What is known of one task or of one instance of a fixture, beside the table.
function copyButton(text) {
  const button = element("button", { type: "button" }, "Copy");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      // Without permission, or on a page that came from a file in some browsers: select it, so that Ctrl+C copies it.
      getSelection().selectAllChildren(button.previousElementSibling);
      button.textContent = "Press Ctrl+C";
    }
  });
  return button;
}

const fact = (name, ...value) => [element("dt", {}, name), element("dd", {}, ...value)];

function outputParts(part) {
  if (part.output === undefined) return [];
  const parts = [outputElement(part.output)];
  if (part.shortened !== undefined) {
    parts.push(element("p", { class: "muted" }, `This page does not have all of these ${part.shortened} bytes: see `, fileLink("junit.xml"), "."));
  }
  if (part.file !== undefined) {
    parts.push(element("p", { class: "muted" }, `More of its ${part.bytes} bytes is in `, fileLink(part.file), "."));
  }
  return parts;
}

function assertionParts(failures) {
  return failures.map(([file, line, message]) => element("div", { class: "assertion" },
    file === "" ? "" : element("b", {}, visible(`${file}:${line}`)), outputElement(message)));
}

function attemptParts(attempt, several) {
  const parts = [];
  if (several) parts.push(element("h4", {}, `Attempt ${attempt.number}: `, outcomeMark(attempt.outcome), ` (${duration(attempt.time)})`));
  if (several && attempt.reason !== "") parts.push(element("p", {}, visible(attempt.reason)));
  parts.push(...assertionParts(attempt.failures ?? []), ...outputParts(attempt));
  if (attempt.services) parts.push(element("h4", {}, "Printed by its services meanwhile"), outputElement(attempt.services));
  if (attempt.stacks) parts.push(element("h4", {}, "Stacks of its processes"), outputElement(attempt.stacks));
  const facts = [];
  if (attempt.exit_code !== undefined) facts.push(...fact("Exit code", String(attempt.exit_code)));
  if (attempt.signal !== undefined) facts.push(...fact("Signal", String(attempt.signal)));
  if (attempt.leaked) facts.push(...fact("Left running", visible(attempt.leaked.join(", "))));
  if (attempt.resources) facts.push(...fact("Resources", visible(attempt.resources.join(" "))));
  if (attempt.kept_dir) facts.push(...fact("Directory kept", visible(attempt.kept_dir)));
  for (const [name, value] of attempt.properties ?? []) facts.push(...fact(visible(name), visible(value)));
  if (facts.length > 0) parts.push(element("dl", {}, ...facts));
  return element("div", {}, ...parts);
}

function showTask(task, openInstance) {
  const more = data.details[task];
  const facts = [...fact("Outcome", outcomeMark(get(task, "outcome")), ` (${data.causes[get(task, "cause")]})`)];
  const reason = data.reasons[get(task, "reason")];
  if (reason !== "") facts.push(...fact("Reason", visible(reason)));
  facts.push(...fact("Time", duration(get(task, "time"))));
  const labels = data.labels[get(task, "labels")];
  if (labels.length > 0) facts.push(...fact("Labels", visible(labels.join(", "))));
  const source = data.sources[get(task, "source")];
  if (source !== "") facts.push(...fact("Declared in", visible(source)));
  if (get(task, "machine") !== undefined) facts.push(...fact("Machine", visible(get(task, "machine"))));
  for (let i = 0; i < data.waits.length; i += 6) {
    const [index, number, begin, end, , cause] = data.waits.slice(i, i + 6);
    if (index !== task) continue;
    facts.push(...fact("Waited", `${duration(end - begin)} for ${visible(data.waited_for[cause])}` + (get(task, "attempts") > 1 ? `, before attempt ${number}` : "")));
  }
  if (get(task, "worker") >= 0) facts.push(...fact("Worker", String(get(task, "worker"))));
  for (const instance of get(task, "instances")) {
    facts.push(...fact("Fixture", element("button", { type: "button", class: "link", onclick: () => openInstance(instance) },
      visible(data.instances[instance][0]))));
  }
  if (more?.command) facts.push(...fact("Command", element("code", { class: "command", tabindex: "0" }, visible(more.command.map(shellWord).join(" ")))));
  if (more?.directory) facts.push(...fact("Directory", visible(more.directory)));
  const command = commandToRepeat(task);
  facts.push(...fact("Run it again", element("code", { class: "command", tabindex: "0" }, visible(command)), copyButton(command)));
  const attempts = more?.attempts ?? [];
  byId("details").replaceChildren(element("h3", {}, visible(taskId(task))), element("dl", {}, ...facts),
    element("div", { class: "attempts" }, ...attempts.map((attempt) => attemptParts(attempt, attempts.length > 1))),
    more ? "" : element("p", { class: "muted" }, "This page has no output of the task, because the run is large: see ", fileLink("junit.xml"), "."));
  byId("details").scrollTop = 0;
}

function showInstance(index) {
  const [name, fixture, , begin, ready, gone, down, end, setup, teardown, flags, setupReason, diedReason, teardownReason] = data.instances[index];
  const more = data.instance_details[index] ?? {};
  const parts = [element("h3", {}, visible(name)), element("dl", {}, ...fact("Fixture", visible(data.fixtures[fixture].name)))];
  const phase = (title, outcome, time, reason, output) => parts.push(
    element("h4", {}, `${title}: `, outcome, time === undefined ? "" : ` (${duration(time)})`),
    reason === 0 ? "" : element("p", {}, visible(data.reasons[reason])), ...outputParts(output ?? {}),
    output?.leaked?.length ? element("p", {}, "Left running: " + visible(output.leaked.join(", "))) : "");
  phase("Set-up", flags & 2 ? "kept from an earlier run" : outcomeMark(setup), ready - begin, setupReason, more.setup);
  if (flags & 1) phase("Died", `${duration(gone - ready)} after its set-up`, undefined, diedReason, more.died);
  if (teardown >= 0) phase("Teardown", outcomeMark(teardown), end - down, teardownReason, more.teardown);
  byId("details").replaceChildren(...parts);
  byId("details").scrollTop = 0;
  byId("tasks").scrollIntoView({ block: "start" });
}
