//! How many tests passed and failed, read from what the runners print.
//!
//! A runner that ended badly without naming a failure has crashed, or did not
//! come to run: that is one failure.

use std::fmt;
use std::ops::AddAssign;

use crate::process::Heard;

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Count {
    pub passed: usize,
    pub failed: usize,
}

impl Count {
    pub const ONE_PASSED: Self = Self {
        passed: 1,
        failed: 0,
    };
    pub const ONE_FAILED: Self = Self {
        passed: 0,
        failed: 1,
    };

    /// A check that is one thing.
    pub fn of_check(succeeded: bool) -> Self {
        if succeeded {
            Self::ONE_PASSED
        } else {
            Self::ONE_FAILED
        }
    }

    /// `cargo test`, whose binaries each print a `test result:`; tests in the
    /// browser print the same line.
    pub fn of_cargo(heard: &Heard) -> Self {
        parse_cargo(&heard.output).or_crashed(heard)
    }

    /// Playwright's list reporter. A flaky test is a failed one.
    pub fn of_playwright(heard: &Heard) -> Self {
        parse_playwright(&heard.output).or_crashed(heard)
    }

    fn or_crashed(self, heard: &Heard) -> Self {
        let crashed = !heard.status.success() && self.failed == 0;
        Self {
            failed: self.failed + usize::from(crashed),
            ..self
        }
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

fn parse_cargo(output: &str) -> Count {
    let output = without_colour(output);
    let mut sum = Count::default();
    for line in output.lines() {
        if let Some(result) = line.trim_start().strip_prefix("test result: ") {
            sum.passed += number_before(result, "passed").unwrap_or(0);
            sum.failed += number_before(result, "failed").unwrap_or(0);
        }
    }
    sum
}

/// The summary is a line for each kind; of a kind, the last line counts, for
/// a test may have printed one like it before.
fn parse_playwright(output: &str) -> Count {
    let output = without_colour(output);
    let last = |kind: &str| {
        let mut numbers = output.lines().filter_map(|line| summary_line(line, kind));
        numbers.next_back().unwrap_or(0)
    };
    let bad = [
        "failed",
        "flaky",
        "interrupted",
        "did not run",
        "error was not a part of any test",
        "errors were not a part of any test",
    ];
    Count {
        passed: last("passed"),
        failed: bad.into_iter().map(last).sum(),
    }
}

/// `  12 passed (1.2m)`: a number, the kind, and nothing else but a time or a
/// reference.
fn summary_line(line: &str, kind: &str) -> Option<usize> {
    let (number, rest) = line.trim().split_once(' ')?;
    let rest = rest.strip_prefix(kind)?;
    let is_end = rest.is_empty() || rest.starts_with(" (") || rest.starts_with(',');
    is_end.then(|| number.parse().ok())?
}

fn number_before(text: &str, word: &str) -> Option<usize> {
    let words: Vec<_> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let pair = words.windows(2).find(|pair| pair[1] == word)?;
    pair[0].parse().ok()
}

/// Without the escape sequences that colour text in a terminal.
fn without_colour(text: &str) -> String {
    let mut pieces = text.split("\u{1b}[");
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let end = piece.find(|c: char| c.is_ascii_alphabetic());
        plain.push_str(end.map_or("", |end| &piece[end + 1..]));
    }
    plain
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt;
    use std::process::ExitStatus;

    use super::*;

    fn heard(code: i32, output: &str) -> Heard {
        Heard {
            status: ExitStatus::from_raw(code << 8),
            output: output.to_owned(),
        }
    }

    fn count(passed: usize, failed: usize) -> Count {
        Count { passed, failed }
    }

    const CARGO: &str = "
running 2 tests
test a_thing_works ... ok
test another ... FAILED

test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s

running 40 tests
test result: ok. 40 passed; 0 failed; 0 ignored; 0 measured; 3 filtered out; finished in 1.20s
";

    #[test]
    fn the_results_of_all_binaries_are_summed() {
        assert_eq!(Count::of_cargo(&heard(101, CARGO)), count(41, 1));
    }

    #[test]
    fn a_build_that_failed_is_one_failure() {
        assert_eq!(Count::of_cargo(&heard(101, "")), Count::ONE_FAILED);
    }

    #[test]
    fn a_binary_that_died_adds_a_failure_to_what_passed_elsewhere() {
        let output = "test result: ok. 7 passed; 0 failed; 0 ignored";
        assert_eq!(Count::of_cargo(&heard(101, output)), count(7, 1));
    }

    #[test]
    fn colours_do_not_hide_a_result() {
        let output = "test result: \u{1b}[32mok\u{1b}[0m. 3 passed; 0 failed; 0 ignored";
        assert_eq!(Count::of_cargo(&heard(0, output)), count(3, 0));
    }

    #[test]
    fn tests_in_the_browser_are_counted_the_same_way() {
        let output = "
running 1 test
test frontend::a_socket_closes ... ok

test result: ok. 1 passed; 0 failed; 0 ignored; 0 filtered out; finished in 0.03s
";
        assert_eq!(Count::of_cargo(&heard(0, output)), count(1, 0));
    }

    const PLAYWRIGHT: &str = "
Running 9 tests using 1 worker

  ✓  1 tests/call.spec.ts:10:1 › two people see each other (4.1s)
  5 passed
  ✘  2 tests/call.spec.ts:30:1 › 3 failed (1.0s)

  2 failed
    tests/call.spec.ts:30:1 › a refresh keeps the call ─────
    tests/call.spec.ts:50:1 › four people ─────
  1 flaky
    tests/map.spec.ts:3:1 › the map moves ─────
  1 interrupted
  1 did not run
  1 skipped
  3 passed (1.2m)
";

    #[test]
    fn a_test_that_is_flaky_or_did_not_run_has_failed() {
        assert_eq!(Count::of_playwright(&heard(1, PLAYWRIGHT)), count(3, 5));
    }

    #[test]
    fn all_passed() {
        assert_eq!(
            Count::of_playwright(&heard(0, "\n  12 passed (40.2s)\n")),
            count(12, 0)
        );
    }

    #[test]
    fn an_error_outside_of_any_test_is_a_failure() {
        let output =
            "  4 passed (3s)\n  1 error was not a part of any test, see above for details\n";
        assert_eq!(Count::of_playwright(&heard(1, output)), count(4, 1));
    }

    #[test]
    fn the_last_line_reads_as_promised() {
        assert_eq!(count(41, 1).to_string(), "41 passed, 1 failed");
    }
}
