//! What a suite file may say, what it may not, and how a plan comes of it.

use tribunal_model::Sampling;
use tribunal_plan::{Plan, PlanOptions, Suite};

fn options(seed: &str) -> PlanOptions {
    PlanOptions {
        seed: seed.to_owned(),
        limit: None,
        repeats: 1,
        sampling: Sampling::default(),
        asking: tribunal_plan::Asking::default(),
    }
}

fn error(text: &str) -> String {
    Suite::parse(text, "test.toml")
        .and_then(|suite| Plan::new(suite, options("s")))
        .expect_err("the suite is wrong")
        .to_string()
}

const HEAD: &str = "name = \"t\"\nversion = 1\n";

#[test]
fn every_mistake_has_one_clear_message() {
    let task = |rest: &str| format!("{HEAD}[[task]]\nname = \"beyondbench.easy.sum\"\n{rest}");
    for (text, parts) in [
        (String::new(), &["missing field `name`"][..]),
        (
            task("cuont = 3"),
            &["line 5", "unknown field `cuont`", "`count`"],
        ),
        (task("count = 0"), &["has count 0"]),
        (task("count = 1\nweight = -1.0"), &["weight -1"]),
        (
            task("count = 1\nparams = { size = 0 }"),
            &["`size` is `0`", "1 to 4096"],
        ),
        (
            task("count = 1\nparams = { size = [] }"),
            &["the list of `size` is empty"],
        ),
        (
            task("count = 1\nparams = { sise = 3 }"),
            &["unknown parameter `sise`", "size, low, high"],
        ),
        (
            task("count = 1\nparams = { low = 5, high = 4 }"),
            &["low <= high"],
        ),
        (
            task("count = 1\nvariations = [\"hard\"]"),
            &["no variation `hard`", "it has default"],
        ),
        (
            format!("{HEAD}[[task]]\nname = \"beyondbench.easy.som\"\ncount = 1"),
            &["no task matches", "did you mean `beyondbench.easy.sum`?"],
        ),
        (
            format!(
                "{}[[task]]\nname = \"beyondbench.easy.*\"\ncount = 1",
                task("count = 1\n")
            ),
            &["asked for twice"],
        ),
        (
            format!("prompts = \"poems\"\n{}", task("count = 1")),
            &["prompt set `poems`", "embedded are default"],
        ),
        (
            format!("{HEAD}[[task]]\nname = \"beyondbench.*\"\ncount = 1\nparams = {{ sise = 3 }}"),
            &["no task that matches `beyondbench.*` has a parameter `sise`"],
        ),
        ("name = 3".to_owned(), &["invalid type", "line 1"]),
        (
            format!("{HEAD}[[task]]\nname = 3\ncount = 1"),
            &["neither one value nor a list", "line 4"],
        ),
        (
            format!("{HEAD}[[task]]\nname = []\ncount = 1"),
            &["has no name"],
        ),
        (HEAD.to_owned(), &["it has no [[task]]"]),
        (
            format!(
                "{HEAD}[[task]]\nname = [\"beyondbench.easy.sum\", \"beyondbench.easy.som\"]\ncount = 1"
            ),
            &["no task matches `beyondbench.easy.som`"],
        ),
        (
            format!("{HEAD}include = [\"quik\"]\n"),
            &["no suite `quik`"],
        ),
        (
            format!("balance = \"suites\"\n{}", task("count = 1")),
            &["unknown variant `suites`", "`groups`"],
        ),
    ] {
        let message = error(&text);
        for part in parts {
            assert!(message.contains(part), "`{part}` is missing in:\n{message}");
        }
    }
}

#[test]
fn an_unknown_suite_lists_those_there_are() {
    let message = Suite::find("quik").expect_err("no such suite").to_string();
    assert!(
        message.contains("quick") && message.contains("beyondbench-easy"),
        "{message}"
    );
    let message = Suite::find("./nowhere.toml")
        .expect_err("no such file")
        .to_string();
    assert!(
        message.contains("can't read suite file `./nowhere.toml`"),
        "{message}"
    );
}

#[test]
fn every_embedded_suite_plans_and_is_named_for_its_file() {
    let mut any = false;
    for (name, _) in tribunal_suites::suites() {
        any = true;
        let suite = Suite::find(name).expect("an embedded suite is valid");
        assert_eq!(suite.name, name);
        assert!(!suite.title.is_empty(), "{name} has no title");
        let plan = Plan::new(suite, options("s")).expect("an embedded suite plans");
        assert!(!plan.is_empty());
    }
    assert!(any);
}

/// The suite of the published tasks stays what it was when other easy tasks come beside them, so
/// that its figures can be set beside published ones. The digest moves with a prompt, too; then
/// put the new one here.
#[test]
fn the_easy_suite_is_the_published_one() {
    let suite = Suite::find("beyondbench-easy").expect("it is embedded");
    let plan = Plan::new(suite, options("s")).expect("it plans");
    let mut tasks: Vec<_> = plan
        .cells()
        .iter()
        .map(|c| c.generator.task().name)
        .collect();
    assert_eq!(tasks.len(), 79);
    tasks.sort_unstable();
    tasks.dedup();
    assert_eq!(tasks.len(), 29);
    assert_eq!(
        plan.suite_digest(),
        "70c73de7f40182847aaa7002825a7156a41db6793dd864910fcf744ba48899ac"
    );
}

#[test]
fn a_stored_plan_expands_to_the_same_plan() {
    let suite = Suite::find("quick").expect("it is embedded");
    let options = PlanOptions {
        limit: Some(17),
        repeats: 3,
        ..options("x")
    };
    let plan = Plan::new(suite, options).expect("it plans");
    let again = Plan::from_json(&plan.to_json()).expect("it expands");
    assert_eq!(again.digest(), plan.digest());
    assert_eq!(again.items_digest().ok(), plan.items_digest().ok());
}

#[test]
fn digests_follow_what_they_stand_for() {
    let plan = |text: String, options: PlanOptions| {
        Plan::new(Suite::parse(&text, "t").expect("valid"), options).expect("it plans")
    };
    let text =
        |count: u32| format!("{HEAD}[[task]]\nname = \"beyondbench.easy.sum\"\ncount = {count}\n");
    let base = plan(text(3), options("a"));
    let seed = plan(text(3), options("b"));
    assert_eq!(base.suite_digest(), seed.suite_digest());
    assert_ne!(base.digest(), seed.digest());
    assert_ne!(base.items_digest().ok(), seed.items_digest().ok());
    let count = plan(text(4), options("a"));
    assert_ne!(base.suite_digest(), count.suite_digest());
    let repeats = plan(
        text(3),
        PlanOptions {
            repeats: 2,
            ..options("a")
        },
    );
    assert_ne!(base.digest(), repeats.digest());
    assert_eq!(base.items_digest().ok(), repeats.items_digest().ok());
    let title = plan(format!("title = \"x\"\n{}", text(3)), options("a"));
    assert_eq!(
        base.digest(),
        title.digest(),
        "a title changes nothing that is asked"
    );
}

#[test]
fn a_pattern_sets_a_parameter_on_the_tasks_that_have_it() {
    let text = format!(
        "{HEAD}[[task]]\nname = \"beyondbench.easy.*\"\ncount = 1\nparams = {{ size = [8, 16] }}"
    );
    let plan = Plan::new(Suite::parse(&text, "t").expect("valid"), options("a")).expect("it plans");
    let cells = |name: &str| {
        plan.cells()
            .iter()
            .filter(|cell| cell.generator.task().name.ends_with(name))
            .count()
    };
    assert_eq!((cells(".sum"), cells(".subtraction")), (2, 1));
}

#[test]
fn a_limit_is_a_prefix_that_takes_the_cells_in_turn() {
    let text = format!(
        "{HEAD}[[task]]\nname = \"beyondbench.easy.sum\"\ncount = 5\nparams = {{ size = [2, 3, 4] }}"
    );
    let suite = Suite::parse(&text, "t").expect("valid");
    let whole = Plan::new(suite.clone(), options("a")).expect("it plans");
    let part = Plan::new(
        suite,
        PlanOptions {
            limit: Some(4),
            ..options("a")
        },
    )
    .expect("it plans");
    assert_eq!((whole.len(), part.len()), (15, 4));
    assert_eq!(
        (0..3).map(|c| part.count_of(c)).collect::<Vec<_>>(),
        [2, 1, 1]
    );
    for ordinal in 0..part.len() {
        let (a, b) = (
            whole.make(whole.slot(ordinal)),
            part.make(part.slot(ordinal)),
        );
        assert_eq!(a.expect("made").prompt, b.expect("made").prompt);
    }
}

#[test]
fn a_small_limit_asks_something_of_every_task() {
    let text = format!(
        "{HEAD}[[task]]\nname = \"tmbench.mtag\"\ncount = 9\n\
         [[task]]\nname = \"beyondbench.easy.sum\"\ncount = 9\n\
         [[task]]\nname = \"beyondbench.easy.mean\"\ncount = 9\n"
    );
    let suite = Suite::parse(&text, "t").expect("valid");
    let limited = PlanOptions {
        limit: Some(3),
        ..options("a")
    };
    let plan = Plan::new(suite, limited).expect("it plans");
    let tasks: std::collections::BTreeSet<_> = (0..plan.len())
        .map(|ordinal| plan.cells()[plan.slot(ordinal).cell].generator.task().name)
        .collect();
    assert_eq!(tasks.len(), 3, "{tasks:?}");
}

#[test]
fn a_suite_is_made_of_suites() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let write = |name: &str, text: String| {
        std::fs::write(folder.path().join(name), text).expect("written");
    };
    let sum = "[[task]]\nname = \"beyondbench.easy.sum\"\ncount = 3\n";
    write("part.toml", format!("{HEAD}{sum}"));
    write(
        "whole.toml",
        format!(
            "{HEAD}include = [{:?}, \"tmbench\"]\n[[task]]\nname = \"beyondbench.easy.mean\"\ncount = 1\n",
            path("part.toml")
        ),
    );
    let suite = Suite::find(&path("whole.toml")).expect("valid");
    let plan = Plan::new(suite, options("a")).expect("it plans");
    assert_eq!(plan.len(), 3 + 400 + 1);
    std::fs::remove_file(path("part.toml")).expect("removed");
    let again = Plan::from_json(&plan.to_json()).expect("a stored plan is whole by itself");
    assert_eq!(again.digest(), plan.digest());

    write(
        "own.toml",
        format!("{HEAD}include = [{:?}]\n", path("own.toml")),
    );
    let error = Suite::find(&path("own.toml"))
        .expect_err("it has no end")
        .to_string();
    assert!(
        error.contains("does one of them include itself?"),
        "{error}"
    );
    write(
        "twice.toml",
        format!("{HEAD}include = [\"tmbench\", \"tmbench\"]\n"),
    );
    let twice = Suite::find(&path("twice.toml")).expect("valid");
    let error = Plan::new(twice, options("a")).expect_err("the same items");
    assert!(error.to_string().contains("asked for twice"), "{error}");
}

#[test]
fn groups_weigh_alike_when_the_suite_says_so() {
    let text = |balance: &str| {
        format!(
            "{HEAD}{balance}[[task]]\nname = [\"beyondbench.easy.sum\", \"beyondbench.easy.mean\"]\n\
             count = 1\nparams = {{ size = [4, 8] }}\n\
             [[task]]\nname = \"beyondbench.easy.range\"\ncount = 1\nweight = 2\n\
             [[task]]\nname = \"tmbench.mtag\"\ncount = 1\n"
        )
    };
    let weights = |balance: &str| {
        let suite = Suite::parse(&text(balance), "t").expect("valid");
        let plan = Plan::new(suite, options("a")).expect("it plans");
        let mut weights = std::collections::BTreeMap::new();
        for cell in plan.cells() {
            weights.insert(cell.generator.task().name, cell.weight);
        }
        (weights, plan.suite_digest().to_owned())
    };
    let (alike, digest) = weights("");
    assert_eq!(
        (alike["beyondbench.easy.sum"], alike["tmbench.mtag"]),
        (1.0, 1.0)
    );
    assert_eq!(weights("balance = \"tasks\"\n").1, digest);
    let (shared, other) = weights("balance = \"groups\"\n");
    assert_ne!(other, digest, "what is measured has changed");
    assert_eq!(
        [
            "beyondbench.easy.sum",
            "beyondbench.easy.mean",
            "beyondbench.easy.range",
            "tmbench.mtag"
        ]
        .map(|task| shared[task]),
        [0.25, 0.25, 0.5, 1.0]
    );
}
