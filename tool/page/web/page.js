// Puts the page together.
byId("app").hidden = false;
let table;
let timeline;
const openInstance = (instance) => {
  showInstance(instance);
  timeline.mark(-1, instance);
};
table = new TaskTable((task) => {
  showTask(task, openInstance);
  timeline?.mark(task, -1);
});
timeline = new Timeline({ task: (task) => table.open(task), instance: showInstance });
addLegend();
addFixtures(openInstance);
addFailures((task) => table.open(task));
addLists((task) => table.open(task));
addEarlierRuns();
const red = data.counts.reduce((sum, count, outcome) => sum + (isRed(outcome) ? count : 0), 0);
byId("details").append(element("p", { class: "muted" }, red > 0
  ? "Choose a task to see why it did not pass." : "Choose a task to see its output, its command and its times."));
document.documentElement.dataset.ready = "true";
