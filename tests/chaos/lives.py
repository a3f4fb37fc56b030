"""Each set-up that was completed and whose owner lives is torn down once, and nothing else ever is: what fixtures have
logged themselves, held against what the journal tells of them."""
import collections
import signal


LINGERS = "lasting"


class Instance:
    """One set-up of a fixture, as the journal tells it."""

    def __init__(self, fixture):
        self.fixture = fixture
        self.outcome = None     # None: its end was not told.
        self.nonce = ""
        self.died = False
        self.downs = 0          # Teardowns that ended.
        self.down_passed = False


def instances_of(run):
    open_, all_ = {}, []
    for event in run.events:
        key = (event.get("s"), str(event.get("instance")))
        if event["e"] == "setup_started":
            open_[key] = Instance(event["fixture"])
            all_.append(open_[key])
        instance = open_.get(key)
        if instance is None:
            continue
        if event["e"] == "setup_ended":
            instance.outcome = event["outcome"]
            own = event["fixture"].upper() + "_NONCE="
            instance.nonce = "".join(pair[len(own):] for pair in event.get("variables", [])
                                     if isinstance(pair, str) and pair.startswith(own))
        elif event["e"] == "fixture_died":
            instance.died = True
        elif event["e"] == "teardown_ended":
            instance.downs += 1
            instance.down_passed = event.get("passed", True)
    return all_


def check(evidence):
    ups, downs = collections.defaultdict(list), collections.defaultdict(list)
    broken = []
    for word, fixture, nonce in evidence.log:
        if word == "up":
            ups[fixture].append(nonce)
        elif word == "down":
            downs[fixture].append(nonce)
        else:
            broken.append(f"{fixture} {nonce}: {word}")
    for fixture, nonces in downs.items():
        for nonce in sorted(set(nonces)):
            if nonce == "-":
                continue
            if nonces.count(nonce) > 1:
                broken.append(f"{fixture} {nonce} was torn down {nonces.count(nonce)} times")
            if nonce not in ups[fixture]:
                broken.append(f"{fixture} {nonce} was torn down, but never set up")
    instances = [instance for run in evidence.runs for instance in instances_of(run)]
    if was_cut(evidence):
        # Without a journal nothing excuses a teardown that is missing, but where somebody died.
        alone = evidence.disk and not evidence.hit and not evidence.does and not evidence.refusals
        missing = [nonce for fixture in ups for nonce in ups[fixture] if nonce not in downs[fixture]]
        return broken + ([f"not torn down: {missing}"] if alone and missing else [])
    for fixture in sorted(set(ups) | set(downs) | {instance.fixture for instance in instances}):
        if fixture == LINGERS and evidence.lingers:
            broken += check_lingering(evidence, ups[fixture], downs[fixture])
            continue
        mine = [instance for instance in instances if instance.fixture == fixture]
        broken += check_fixture(fixture, mine, ups[fixture], downs[fixture])
    return broken


def check_lingering(evidence, ups, downs):
    """The daemon has torn it down by now, whatever became of the run, unless somebody died; the run does not tell of it."""
    excused = evidence.was_hit("daemon", "worker", "command", by=[signal.SIGKILL, signal.SIGTERM]) or evidence.refusals
    missing = [nonce for nonce in ups if nonce not in downs]
    return [f"{LINGERS}: {missing} not torn down, by the daemon"] if missing and not excused else []


def has_no_journal(evidence):
    """The session of a ctest could not open it, and has failed each teardown test for that. A group that is one test
    has written its own part."""
    if evidence.mode != "ctest" or not (evidence.refusals.get("descriptors") or evidence.limited):
        return False
    commands = [event["command"] for run in evidence.runs for event in run.of("run_started")]
    return not any(command[1:3] == ["session", "serve"] for command in commands)


def was_cut(evidence):
    """The session is dead, or was told to end everything at once, or could not write what it did."""
    if evidence.was_hit("session", by=[signal.SIGKILL]) or evidence.hung or has_no_journal(evidence):
        return True
    if evidence.disk:
        return True
    if any(event.get("at_once") for run in evidence.runs for event in run.of("stopping")):
        return True
    return not evidence.runs or any(not run.of("run_ended") or run.unreadable for run in evidence.runs)


def check_fixture(fixture, instances, ups, downs):
    broken = []
    for instance in instances:
        if instance.outcome == "passed" and instance.downs != 1 and not (instance.died and instance.downs == 0):
            broken.append(f"{fixture} was set up, and its teardown told {instance.downs} times")
        stood = instance.outcome == "passed" and not instance.died and instance.down_passed
        if stood and instance.nonce and downs.count(instance.nonce) != 1:
            ran = downs.count(instance.nonce)
            broken.append(f"{fixture} {instance.nonce}: its teardown has passed, and ran {ran} times")
        if instance.nonce and ups.count(instance.nonce) != 1:
            broken.append(f"{fixture} {instance.nonce}: it is up, and said so {ups.count(instance.nonce)} times")
    missing = [nonce for nonce in ups if nonce not in downs]
    excused = [instance for instance in instances
               if instance.outcome != "passed" or instance.died or not instance.down_passed]
    if len(missing) > len(excused):
        broken.append(f"{fixture}: {missing} not torn down, and only {len(excused)} of its set-ups have failed or died")
    failed = [instance for instance in instances if instance.outcome != "passed"]
    if downs.count("-") > len(failed):
        broken.append(f"{fixture}: {downs.count('-')} teardowns of what did not stand, but {len(failed)} failed set-ups")
    return broken
