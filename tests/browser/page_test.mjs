// Opens pages in a real browser and uses them: node page_test.mjs <folder of node_modules> <chromium> <folder of runs>
// [<folder for screenshots>]. The runs are those of run.sh, with their reports. Prints each check that fails.
import { createRequire } from "node:module";
import { mkdirSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [modules, chromium, runs, pictures] = process.argv.slice(2);
const puppeteer = createRequire(modules + "/package.json")("puppeteer-core");
let failures = 0;

function check(what, holds) {
  if (!holds) {
    console.log("FAILED: " + what);
    ++failures;
  }
}

const browser = await puppeteer.launch({ executablePath: chromium, headless: true, args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"] });

async function opened(run, { width = 1400, height = 1000, dark = false, scripts = true } = {}) {
  const page = await browser.newPage();
  page.problems = [];
  page.on("console", (message) => { if (message.type() === "error" || message.type() === "warn") page.problems.push(message.text()); });
  page.on("pageerror", (error) => page.problems.push(String(error)));
  page.on("request", (request) => { if (!/^(file|data):/.test(request.url())) page.problems.push("asks for " + request.url()); });
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }]);
  await page.setJavaScriptEnabled(scripts);
  const before = Date.now();
  await page.goto(pathToFileURL(`${runs}/${run}/report.html`).href, { waitUntil: "load" });
  page.milliseconds = Date.now() - before;
  if (scripts) check(`${run}: the page is ready`, await page.evaluate(() => document.documentElement.dataset.ready === "true"));
  return page;
}

async function closed(run, page) {
  check(`${run}: no message in the console: ${page.problems.join("; ")}`, page.problems.length === 0);
  await page.close();
}

async function picture(page, name) {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: `${pictures}/${name}.png` });
}

const text = (page, selector) => page.$eval(selector, (e) => e.textContent);
const names = (page) => page.$$eval("#body [data-index] td:nth-child(2)", (cells) => cells.map((cell) => cell.textContent));
const rendered = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

async function filters() {
  const page = await opened("shop");
  check("the failures come first", (await names(page))[0] === "sql.joins");
  check("the header says the counts", /failed/.test(await text(page, ".counts")));
  check("the critical path is told", /could not be shorter than/.test(await text(page, ".path")));
  await page.click('[data-outcome="passed"]');
  check("an outcome can be hidden", !(await page.$$eval("#body .o-passed", (all) => all.length)));
  await page.click("#clear");
  await page.select("#group", "0");
  check("a group alone", (await names(page)).every((name) => name.startsWith("files.") || name.startsWith("sql.")));
  await page.click("#clear");
  await page.select("#label", "nightly");
  check("a label alone", String(await names(page)) === "sql.migration");
  await page.click("#clear");
  await page.select("#flag", "1");
  check("a flag alone", String(await names(page)) === "sql.query_3");
  await page.click("#clear");
  await page.type("#text", "SIGSEGV");
  check("a text in a reason", String(await names(page)) === "parse.case_7");
  check("the number of matches is told", /^1 of 64 tasks$/.test(await text(page, "#matches")));
  await page.click("#clear");
  await page.click('#heads [data-key="time"] button');
  check("the slowest first", (await names(page))[0] === "sql.migration");
  check("the order is told to screen readers", await page.$eval('#heads [data-key="time"]', (e) => e.getAttribute("aria-sort")) === "descending");
  await page.click('#heads [data-key="name"] button');
  check("by name", (await names(page))[0] === "files.copy_0");
  await closed("shop", page);
}

async function details() {
  const page = await opened("shop");
  await page.click('#body [data-index="0"]');
  const shown = await text(page, "#details");
  check("the assertion is shown with its place", shown.includes("/home/dev/shop/tests/sql_test.cc:118"));
  check("a command repeats it", shown.includes("parallel-fixtures run /home/dev/shop/build -C Release -R '^sql\\.joins$'"));
  check("colours are kept", await page.$eval("#details pre .c1", (e) => getComputedStyle(e).color) === "rgb(179, 21, 42)");
  check("no escape sequence is left", !shown.includes("\x1b"));
  check("a web address is a link", await page.$eval("#details a[target]", (e) => e.getAttribute("href") === "https://example.org/shop/issues/17" && e.rel.includes("noopener")));
  await picture(page, "details");
  await page.type("#text", "query_3");
  await page.click('#body [data-index="0"]');
  check("attempts are side by side", await page.$$eval("#details .attempts > div", (all) => all.length) === 2);
  await page.keyboard.press("Escape");
  await page.click("#clear");
  await page.focus('#body [data-index="0"]');
  await page.keyboard.press("ArrowDown");
  check("the arrow keys go through the rows", await page.$eval('#body [aria-selected="true"]', (e) => e.dataset.index) === "1");
  await page.keyboard.press("End");
  check("End goes to the last", await page.evaluate(() => document.activeElement.dataset.index) === "63");
  await page.keyboard.press("Enter");
  check("Enter goes to the details", await page.evaluate(() => document.activeElement.id) === "details");
  await closed("shop", page);
}

async function timeline() {
  const page = await opened("shop");
  await picture(page, "shop-light");
  const ink = await page.$eval("#canvas", (canvas) => new Set(new Uint32Array(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size);
  check("something is drawn", ink > 10);
  const box = await (await page.$("#canvas")).boundingBox();
  const lanes = await page.$eval("#canvas", (canvas) => Math.floor((canvas.clientHeight - 24) / 22));
  check("there are lanes for tasks and fixtures", lanes >= 4);
  let hit = "";
  for (let lane = lanes - 1; lane >= 0 && hit === ""; --lane) {
    for (let x = 200; x < box.width && hit === ""; x += 15) {
      await page.mouse.move(box.x + x, box.y + 24 + lane * 22 + 11);
      hit = await page.$eval("#tip", (tip) => tip.hidden || !/passed/.test(tip.textContent) || / of /.test(tip.textContent) ? "" : tip.textContent.split("\n")[0]);
    }
  }
  check("a span under the pointer is named", hit !== "");
  await page.mouse.down();
  await page.mouse.up();
  check(`a click opens the task (${hit})`, (await text(page, "#details h3")) === hit);
  await page.evaluate(() => scrollTo(0, 0));
  await page.click("#zoom-in");
  await rendered(page);
  check("zooming shows a part", / to /.test(await text(page, "#timeline-span")));
  await page.click("#zoom-all");
  await rendered(page);
  check("and the whole again", (await text(page, "#timeline-span")) === "");
  await page.focus("#timeline");
  await page.keyboard.press("ArrowRight");
  const first = await text(page, "#timeline-status");
  await page.keyboard.press("ArrowRight");
  check("the arrow keys go through the spans", first !== "" && first !== (await text(page, "#timeline-status")));
  await page.keyboard.press("Enter");
  check("Enter opens what is chosen", (await text(page, "#details")).length > 50);
  await closed("shop", page);
}

async function lists() {
  const page = await opened("shop");
  const sections = await page.$$eval("#lists section", (all) => Object.fromEntries(all.map((e) => [e.querySelector("h2").textContent, e.textContent])));
  check("the slowest are listed", /sql\.migration/.test(sections["Slowest tasks"]));
  check("so are flaky, leaked and slow ones", /query_3/.test(sections.Flaky) && /query_12/.test(sections["Left processes running"]) && /query_12/.test(sections["Over the slow limit"]));
  check("what failed newly is listed", /sql\.joins/.test(sections["New failures"]) && !/query_9/.test(sections["New failures"]));
  check("what did not pass is at the head", /sql\.joins/.test(await text(page, "#failures")) && /parse\.case_7/.test(await text(page, "#failures")));
  check("earlier runs are listed", /before/.test(await text(page, "#earlier")));
  check("fixtures are listed", /schema/.test(await text(page, "#fixtures")));
  await page.evaluate(() => [...document.querySelectorAll("#fixtures .link")].find((e) => e.textContent === "schema").click());
  check("a fixture shows the instance that failed", /DROP SCHEMA failed/.test(await text(page, "#details")));
  await page.evaluate(() => document.querySelector("#lists .link").click());
  check("a task of a list is opened", /sql\./.test(await text(page, "#details h3")));
  await page.evaluate(() => scrollTo(0, 1e6));
  await picture(page, "lists");
  await closed("shop", page);
}

async function hostile() {
  const page = await opened("hostile");
  await page.click('#body [data-index="0"]');
  await rendered(page);
  await picture(page, "hostile");
  check("nothing of a name or an output runs", await page.evaluate(() => window.hacked === undefined));
  check("no element is made of it", await page.$$eval("img, main script, [onmouseover], [onerror]", (all) => all.length) === 0);
  check("no link leads elsewhere", await page.$$eval("a", (all) => all.every((a) => /^(file|https?):/.test(a.href))));
  check("the data is whole", (await text(page, "#details h3")).includes("</script>"));
  await closed("hostile", page);
  const plain = await opened("hostile", { scripts: false });
  check("nor without scripts", await plain.$$eval("img, [onmouseover], [onerror]", (all) => all.length) === 0);
  await plain.close();
}

async function resources() {
  const page = await opened("stacks");
  const row = async (name) => { await page.click("#clear"); await page.type("#text", name); await page.click('#body [data-index="0"]'); };
  check("a finish command that failed is at the head", (await text(page, "body")).includes("upload-results <store>: exit code 7"));
  await row("renders");
  const facts = await page.$$eval("#details .attempts dt", (all) => Object.fromEntries(all.map((e) => [e.textContent, e.nextElementSibling.textContent])));
  check("the resources of a task are shown", facts.Resources === "CTEST_RESOURCE_GROUP_COUNT=1 CTEST_RESOURCE_GROUP_0_GPUS=id:<2>,slots:1");
  await row("hangs");
  check("the stacks of a task that hung are shown", (await text(page, "#details")).includes("Stacks of its processes") &&
    (await page.$$eval("#details pre", (all) => all.some((e) => e.textContent.includes("<b>Queue</b>::pop() at /home/dev/shop/queue.cc:88")))));
  await picture(page, "stacks");
  await row("crashes");
  const crash = await text(page, "#details");
  check("so are those of one that crashed", crash.includes("parse() at /home/dev/shop/parse.cc:7"));
  check("a task without resources has no line for them", !crash.includes("Resources"));
  await closed("stacks", page);
}

async function merged() {
  const page = await opened("merged");
  await picture(page, "merged");
  check("the head names the shards and the one without results",
    (await text(page, "body")).includes("merged run of 3: 1/3 on alpha, 3/3 on gamma; 2/3 has no results"));
  check("all tasks are there", /^30 of 30 tasks$/.test(await text(page, "#matches")));
  check("the one that failed is first, then those of the missing shard", (await names(page))[0] === "sql.shard_3_query_4" && /shard_2/.test((await names(page))[1]));
  await page.click('#body [data-index="0"]');
  check("a task names its machine and the schema of its shard", /Machineshard 3\/3 on gamma/.test(await text(page, "#details")) &&
    /schema\[sql worker 0\] \(shard 3\/3\)/.test(await text(page, "#details")));
  await page.evaluate(() => scrollTo(0, 0));
  await page.focus("#timeline");
  const said = new Set();
  for (const key of ["ArrowRight", ...Array(9).fill("ArrowDown")]) {
    await page.keyboard.press(key);
    said.add((await text(page, "#timeline-status")).split(":")[0]);
  }
  check("each shard's instances have lanes", ["postgres (shard 1/3)", "postgres (shard 3/3)", "schema[sql worker 1] (shard 3/3)"]
    .every((name) => [...said].some((one) => one.includes(name))));
  const lanes = await page.evaluate(() => { const data = JSON.parse(document.getElementById("data").textContent); return data.lanes; });
  check("and each shard's tasks", String(lanes) === "shard 1/3 tasks 1,shard 1/3 tasks 2,shard 3/3 tasks 1,shard 3/3 tasks 2");
  await closed("merged", page);
}

// Moves the pointer to the middle of the shortest wait, which is above all others, below the spans of its lane.
async function pointAtShortestWait(page) {
  const place = await page.evaluate(() => {
    const data = JSON.parse(document.getElementById("data").textContent);
    let at = 0;
    for (let i = 0; i < data.waits.length / 6; ++i) {
      if (data.waits[6 * i + 3] - data.waits[6 * i + 2] < data.waits[6 * at + 3] - data.waits[6 * at + 2]) at = i;
    }
    const [task, , begin, end, row, cause] = data.waits.slice(6 * at, 6 * at + 6);
    const above = data.fixtures.reduce((sum, fixture) => sum + fixture.lanes.length, 0);
    return { time: (begin + end) / 2 / data.run.end, lane: above + row, cause: data.waited_for[cause], name: data.tasks[task][0] };
  });
  const box = await (await page.$("#canvas")).boundingBox();
  const gutter = Math.min(150, box.width * 0.25);
  await page.mouse.move(box.x + gutter + place.time * (box.width - gutter), box.y + 24 + 22 * place.lane + 20);
  return place;
}

async function waits() {
  const page = await opened("waits");
  await picture(page, "waits");
  const causes = await page.evaluate(() => JSON.parse(document.getElementById("data").textContent).waited_for);
  const all = causes.join();
  check(`tasks waited for each of the causes: ${all}`, ["the lock orders", "(PROCESSORS)", "(RUN_SERIAL)", "(WORKERS)"].every((one) => all.includes(one)));
  check("the legend has waits", /the task waited, although a slot was free/.test(await text(page, "#legend")) && /for the lock orders/.test(await text(page, "#legend")));
  const first = await pointAtShortestWait(page);
  const tip = await text(page, "#tip");
  check(`a wait under the pointer says what it is for: ${tip}`, tip.includes("waited for " + first.cause) && tip.includes(first.name));
  await page.mouse.down();
  await page.mouse.up();
  check("a click on a wait opens its task", (await text(page, "#details h3")).includes(first.name));
  check("the details say it too", new RegExp("Waited[0-9.]+ m?s for " + first.cause.replace(/[()]/g, ".")).test(await text(page, "#details")));
  await picture(page, "waits-task");
  await closed("waits", page);
}

async function underCtest() {
  const page = await opened("ctest");
  await picture(page, "ctest");
  check("a run of ctest has its command", /ctest --test-dir/.test(await text(page, "header")));
  check("tasks that ctest did not start are there", String((await names(page)).slice(0, 2)) === "broken.one,broken.two");
  await page.click('#body [data-index="0"]');
  check("with the reason", /not run.*fixture broken failed: exit code 3/.test(await text(page, "#details")));
  await page.evaluate(() => [...document.querySelectorAll("#fixtures .link")].find((e) => e.textContent === "broken").click());
  check("the set-up shows its output", /no database/.test(await text(page, "#details")));
  await closed("ctest", page);
}

async function stress() {
  const page = await opened("stress");
  check("a task has all its attempts", await page.evaluate(() => JSON.parse(document.getElementById("data").textContent).attempts.length) === 2 * 12 * 6);
  await page.click('#body [data-index="0"]');
  check("the details have each", await page.$$eval("#details .attempts > div", (all) => all.length) === 12);
  await page.evaluate(() => scrollTo(0, 0));
  await picture(page, "stress");
  await closed("stress", page);
}

async function plain() {
  const page = await opened("shop", { scripts: false });
  const list = await text(page, "body");
  check("without JavaScript there is a list", list.includes("sql.joins") && list.includes("Expected: 42 rows") && list.includes("parse.case_1"));
  await picture(page, "plain");
  await page.close();
}

async function looks() {
  const dark = await opened("shop", { dark: true });
  await dark.click('#body [data-index="0"]');
  await picture(dark, "shop-dark");
  await closed("shop", dark);
  const narrow = await opened("shop", { width: 390, height: 1600 });
  check("a narrow window does not scroll sideways", await narrow.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await picture(narrow, "narrow");
  await closed("shop", narrow);
}

// Of all texts in sight, the ratio of WCAG 2 to the background behind them, which is at least 4.5 for level AA.
async function contrast() {
  for (const dark of [false, true]) {
    const page = await opened("shop", { dark });
    await page.click('#body [data-index="0"]');
    const bad = await page.evaluate(() => {
      const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
      const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
      const behind = (element) => {
        for (let e = element; e; e = e.parentElement) {
          const colour = parts(getComputedStyle(e).backgroundColor);
          if (colour.length < 4 || colour[3] > 0) return colour;
        }
        return [255, 255, 255];
      };
      const low = [];
      for (const element of document.querySelectorAll("body *")) {
        if (![...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) || !element.checkVisibility() || /SCRIPT|STYLE|OPTION/.test(element.tagName)) continue;
        const [a, b] = [light(parts(getComputedStyle(element).color)), light(behind(element))];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < 4.5) low.push(`${element.tagName}.${element.className} "${element.textContent.slice(0, 20)}" ${ratio.toFixed(2)}`);
      }
      return low;
    });
    check(`contrast, ${dark ? "dark" : "light"}: ${bad.slice(0, 5).join("; ")}`, bad.length === 0);
    await closed("shop", page);
  }
}

async function many() {
  const page = await opened("many");
  console.log(`100,000 tasks: ${page.milliseconds} ms to the first view`);
  check("all tasks are in the table", /^100000 of 100000 tasks$/.test(await text(page, "#matches")));
  check("few elements exist", await page.$$eval("*", (all) => all.length) < 2000);
  const scrolling = await page.evaluate(async () => {
    const box = document.getElementById("rows");
    const before = performance.now();
    for (let i = 1; i <= 30; ++i) {
      box.scrollTop = box.scrollHeight * i / 30;
      await new Promise((done) => requestAnimationFrame(done));
    }
    return (performance.now() - before) / 30;
  });
  console.log(`100,000 tasks: ${scrolling.toFixed(0)} ms for a step of scrolling`);
  await rendered(page);
  check("the end can be reached", (await names(page)).length > 5);
  const before = Date.now();
  await page.type("#text", "case_99999");
  check("one of them is found", String(await names(page)) === "group_99.case_99999");
  console.log(`100,000 tasks: ${Date.now() - before} ms to type a name of ten letters`);
  await page.click("#clear");
  await page.evaluate(() => scrollTo(0, 0));
  await picture(page, "many");
  await page.click("#zoom-in");
  await rendered(page);
  check("the timeline zooms", / to /.test(await text(page, "#timeline-span")));
  await closed("many", page);
}

for (const run of ["one", "empty", "killed"]) {
  const page = await opened(run);
  await picture(page, run);
  await closed(run, page);
}
for (const part of [filters, details, timeline, lists, hostile, resources, merged, waits, underCtest, stress, plain, looks, contrast, many]) {
  try {
    await part();
  } catch (error) {
    check(`${part.name}: ${error.stack}`, false);
  }
}
await browser.close();
process.exit(failures === 0 ? 0 : 1);
